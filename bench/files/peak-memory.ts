import { existsSync, readFileSync, writeFileSync } from "node:fs";

/** The most memory this process ever held: the kernel's own count where there is one. */
export function peakMemory(): number {
  if (process.platform === "linux") {
    const line = /VmHWM:\s+(\d+) kB/.exec(readFileSync("/proc/self/status", "utf8"));
    if (line) return Number(line[1]) * 1024;
  }
  return process.resourceUsage().maxRSS * 1024;
}

/**
 * Lets the peak begin anew, where the kernel can: what came before (a loader that compiles a hundred
 * files) is no part of the work. Needs `--expose-gc`, since its garbage would be counted otherwise.
 */
export function resetPeakMemory(): void {
  globalThis.gc?.({ type: "major", execution: "sync", flavor: "last-resort" });
  const file = "/proc/self/clear_refs";
  // 5: the high-water mark of what is resident, nothing else (proc(5)).
  if (existsSync(file)) writeFileSync(file, "5");
}
