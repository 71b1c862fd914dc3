import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "@playwright/test";
import postgres from "postgres";
import { freeBlock } from "@/lib/launch/free-ports.mjs";

/** A demo of this test's own, on ports and in a folder of its own. */
async function prepareHome() {
  const home = mkdtempSync(path.join(tmpdir(), "enlace-demo-"));
  const port = await freeBlock(80);
  return { home, port, sandboxPort: port + 1 };
}

type Home = Awaited<ReturnType<typeof prepareHome>>;

/** Starts the launcher and resolves when it has printed the address, with the seconds it took. */
function startDemo({
  home,
  port,
  sandboxPort,
}: Home): Promise<{ launcher: ChildProcess; seconds: number }> {
  const begun = performance.now();
  const launcher = spawn(process.execPath, ["--import", "tsx", "e2e/demo/run-demo.ts"], {
    env: {
      ...process.env,
      ENLACE_HOME: home,
      PORT: String(port),
      SANDBOX_PORT: String(sandboxPort),
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  return new Promise((resolve, reject) => {
    launcher.stdout?.on(
      "data",
      (chunk: Buffer) =>
        chunk.toString().includes("Enlace está no ar") &&
        resolve({ launcher, seconds: (performance.now() - begun) / 1000 }),
    );
    launcher.once("exit", (code) => reject(new Error(`the demo ended with ${code}`)));
  });
}

const isUp = (port: number) =>
  fetch(`http://localhost:${port}/api/health`).then(
    (answer) => answer.ok,
    () => false,
  );

async function countSales(home: string): Promise<number> {
  const port = Number(
    readFileSync(path.join(home, "postgres/data/postmaster.pid"), "utf8").split("\n")[3],
  );
  const sql = postgres(`postgres://enlace@127.0.0.1:${port}/enlace`, { max: 1 });
  const [row] = await sql`select count(*)::int as count from sales`;
  await sql.end();
  return row?.count;
}

test("the demo keeps its data, recovers from kill -9 and stops cleanly", async () => {
  test.setTimeout(600_000);
  const home = await prepareHome();
  try {
    const first = await startDemo(home);
    const sales = await countSales(home.home);
    expect(sales).toBeGreaterThan(1_000);
    const { children } = JSON.parse(readFileSync(path.join(home.home, "run.json"), "utf8")) as {
      children: number[];
    };
    const postmaster = Number(
      readFileSync(path.join(home.home, "postgres/data/postmaster.pid"), "utf8").split("\n")[0],
    );

    // As if the machine had lost power: launcher, app and database at once, nobody tidies up.
    first.launcher.removeAllListeners("exit");
    for (const pid of [first.launcher.pid, ...children, postmaster]) process.kill(pid!, "SIGKILL");
    await expect.poll(() => isUp(home.port)).toBe(false);

    const second = await startDemo(home);
    // With its data there the start only recovers the database; the first one made the story.
    expect(second.seconds).toBeLessThan(first.seconds);
    expect(await countSales(home.home)).toBe(sales);

    const ended = new Promise<number | null>((resolve) => {
      second.launcher.removeAllListeners("exit");
      second.launcher.once("exit", resolve);
    });
    second.launcher.kill("SIGINT");
    expect(await ended).toBe(0);
    expect(await isUp(home.port)).toBe(false);
    await expect
      .poll(() =>
        fetch(`http://127.0.0.1:${home.sandboxPort}/state`).then(
          () => true,
          () => false,
        ),
      )
      .toBe(false);
  } finally {
    rmSync(home.home, { recursive: true, force: true });
  }
});

test("a start without what it needs ends with one clear sentence", async () => {
  const run = (env: Record<string, string>) =>
    new Promise<{ code: number | null; said: string }>((resolve) => {
      const clean = Object.fromEntries(
        Object.entries(process.env).filter(
          ([name]) => !["DATABASE_URL", "AUTH_SECRET", "ENLACE_KEYS"].includes(name),
        ),
      );
      const child: ChildProcess = spawn(process.execPath, ["lib/launch/start.mjs"], {
        env: { ...clean, ...env } as NodeJS.ProcessEnv,
        stdio: ["ignore", "ignore", "pipe"],
      });
      let said = "";
      child.stderr?.on("data", (chunk: Buffer) => (said += chunk.toString()));
      child.once("exit", (code) => resolve({ code, said: said.trim() }));
    });
  const right = {
    DATABASE_URL: "postgres://nobody:secret-of-test@127.0.0.1:1/none",
    AUTH_SECRET: "a".repeat(40),
    ENLACE_KEYS: `k1:${Buffer.alloc(32, 1).toString("base64")}`,
  };
  for (const [env, sentence] of [
    [{}, "DATABASE_URL não foi definida"],
    [{ DATABASE_URL: right.DATABASE_URL }, "AUTH_SECRET não foi definida"],
    [{ ...right, AUTH_SECRET: "curta" }, "AUTH_SECRET é curta demais"],
    [{ ...right, ENLACE_KEYS: "k1:abc" }, "ENLACE_KEYS está errada"],
    [right, "Não foi possível conectar ao Postgres"],
  ] as const) {
    const { code, said } = await run(env as Record<string, string>);
    expect(code).toBe(1);
    expect(said).toContain(sentence);
    expect(said.split("\n")).toHaveLength(1);
    expect(said).not.toContain("secret-of-test");
  }
});
