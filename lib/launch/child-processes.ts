import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";

/** A program of ours in the background. */
export interface Child {
  name: string;
  process: ChildProcess;
}

/** Starts a program in a group of its own, so that only we decide when it ends. */
export function startChild(
  name: string,
  command: string,
  args: string[],
  env: NodeJS.ProcessEnv,
  stdio: "inherit" | "pipe" = "inherit",
): Child {
  const child = spawn(command, args, {
    env,
    detached: true,
    stdio: ["ignore", stdio === "pipe" ? "pipe" : "inherit", "inherit"],
  });
  return { name, process: child };
}

/** Asks a child to end, and after `patienceMs` ends it. */
export async function stopChild({ process: child }: Child, patienceMs: number): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || !child.pid) return;
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), patienceMs);
  await ended;
  clearTimeout(timer);
}

interface RunRecord {
  launcher: number;
  children: number[];
}

/** Writes down who runs, so that a start after `kill -9` can clear away what was left. */
export function recordRun(file: string, children: Child[]): void {
  const record: RunRecord = {
    launcher: process.pid,
    children: children.flatMap(({ process: child }) => (child.pid ? [child.pid] : [])),
  };
  writeFileSync(file, JSON.stringify(record));
}

/** Ends children whose launcher is gone. Returns false when the launcher is still alive. */
export function clearLeftovers(file: string, root: string): boolean {
  if (!existsSync(file)) return true;
  const record = JSON.parse(readFileSync(file, "utf8")) as RunRecord;
  if (isOurs(record.launcher, root)) return false;
  for (const pid of record.children) if (isOurs(pid, root)) process.kill(pid, "SIGKILL");
  rmSync(file, { force: true });
  return true;
}

/** A pid may have been given to another program since: only what runs from this folder is ours. */
function isOurs(pid: number, root: string): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  if (process.platform !== "linux") return true;
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return (
      !/\) Z /.test(stat) &&
      (readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(root) ||
        readFileSync(`/proc/${pid}/environ`, "utf8").includes(`PWD=${root}`))
    );
  } catch {
    return false;
  }
}

/** Whether the port is still taken after a moment: what was killed just now lets go of its ports a little later. */
export async function staysTaken(port: number, patienceMs = 5_000): Promise<boolean> {
  const deadline = Date.now() + patienceMs;
  while (await isPortTaken(port)) {
    if (Date.now() > deadline) return true;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return false;
}

/** Whether something already listens on the port. */
function isPortTaken(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: "localhost" });
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}

/** Waits until the address answers 200, or the child has ended. */
export async function waitUntilReady(url: string, child: Child, limitMs = 60_000): Promise<void> {
  const deadline = Date.now() + limitMs;
  while (Date.now() < deadline) {
    if (child.process.exitCode !== null)
      throw new Error(
        `${child.name} terminou antes de ficar pronto (código ${child.process.exitCode}).`,
      );
    const answer = await fetch(url).catch(() => null);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
  throw new Error(`${child.name} não respondeu em ${limitMs / 1000} s.`);
}
