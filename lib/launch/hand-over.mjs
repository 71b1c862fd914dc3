// Runs a TypeScript entry with the Node of the installation, passing signals on and ending as it ends.
import { spawn } from "node:child_process";
import path from "node:path";
import { ownEnvironment, root } from "./install.mjs";

/**
 * `entry` is relative to the root. A group of its own keeps the terminal's Ctrl-C from reaching
 * grandchildren directly.
 */
export function handOver(entry, args, extra = {}) {
  const child = spawn(
    path.join(root, "node_modules/.bin/node"),
    ["--import", "tsx", path.join(root, entry), ...args],
    { cwd: root, stdio: "inherit", env: ownEnvironment(extra), detached: true },
  );
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"])
    process.on(signal, () => child.kill(signal === "SIGHUP" ? "SIGTERM" : signal));
  child.on("exit", (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
}
