import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { connect, createServer, type AddressInfo } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import type { Program } from "./find-program.ts";

/** The account that servers run as where we are root, to whom nothing is forbidden: one that every Debian has. */
const DAEMON = { uid: 1, gid: 1, name: "daemon", group: "daemon" };

export const isRoot = process.getuid?.() === 0;
/** Whose files the servers read and write. */
export const owner = isRoot
  ? DAEMON
  : {
      uid: process.getuid?.() ?? 0,
      gid: process.getgid?.() ?? 0,
      name: ask("-un"),
      group: ask("-gn"),
    };

function ask(what: string): string {
  return spawnSync("id", [what], { encoding: "utf8" }).stdout?.trim() ?? "";
}

const PATIENCE_MS = 10_000;

/** A port of loopback that is free at this moment. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Starts a server in the foreground and waits until its port answers; gives what ends it. */
export async function startProgram(
  { file, env }: Program,
  args: string[],
  port: number,
  asRoot = false,
): Promise<() => Promise<void>> {
  const child = spawn(file, args, {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, ...env },
    ...(isRoot && !asRoot ? { uid: DAEMON.uid, gid: DAEMON.gid } : {}),
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => (said += chunk.toString()));
  const gone = new Promise<void>((resolve) => child.once("close", () => resolve()));
  child.once("error", (error) => (said += error.message));
  const started = performance.now();
  while (!(await answers(port))) {
    if (child.exitCode !== null || performance.now() - started > PATIENCE_MS) {
      await end(child, gone);
      throw new Error(`${file} did not start: ${said}`);
    }
    await wait(20);
  }
  return () => end(child, gone);
}

async function end(child: ChildProcess, gone: Promise<void>): Promise<void> {
  if (child.exitCode !== null || child.pid === undefined) return;
  child.kill("SIGTERM");
  const hard = setTimeout(() => child.kill("SIGKILL"), 1_000);
  await gone;
  clearTimeout(hard);
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const line = connect({ host: "127.0.0.1", port });
    const finish = (up: boolean) => {
      line.destroy();
      resolve(up);
    };
    line.once("connect", () => finish(true)).once("error", () => finish(false));
  });
}
