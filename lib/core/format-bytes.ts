const UNITS = ["B", "kB", "MB", "GB", "TB"] as const;

/** A size as people read it: "12,4 kB". */
export function formatBytes(bytes: number): string {
  const power = bytes < 1000 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(bytes) / 3));
  return `${(bytes / 1000 ** power).toLocaleString("pt-BR", { maximumFractionDigits: power === 0 ? 0 : 1 })} ${UNITS[power]}`;
}
