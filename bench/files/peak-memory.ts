import { readFileSync } from "node:fs";

/** The most memory this process ever held: the kernel's own count where there is one. */
export function peakMemory(): number {
  if (process.platform === "linux") {
    const line = /VmHWM:\s+(\d+) kB/.exec(readFileSync("/proc/self/status", "utf8"));
    if (line) return Number(line[1]) * 1024;
  }
  return process.resourceUsage().maxRSS * 1024;
}
