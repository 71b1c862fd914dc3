/** Where a Sienge contract stands. */
export type ContractSituation = "requested" | "authorized" | "issued" | "cancelled" | "unknown";

const BY_NUMBER: readonly ContractSituation[] = ["requested", "authorized", "issued", "cancelled"];
const BY_TEXT: ReadonlyArray<[start: string, situation: ContractSituation]> = [
  ["solicitad", "requested"],
  ["autorizad", "authorized"],
  ["emitid", "issued"],
  ["cancelad", "cancelled"],
  ["distratad", "cancelled"],
];

/**
 * Filters take 0 to 3, answers hold text, and some hold the number: all are read, whatever the case
 * and accents (assumption A13).
 */
export function readContractSituation(value: unknown): ContractSituation {
  const text = String(value ?? "")
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .trim()
    .toLowerCase();
  if (/^[0-3]$/.test(text)) return BY_NUMBER[Number(text)] ?? "unknown";
  return BY_TEXT.find(([start]) => text.startsWith(start))?.[1] ?? "unknown";
}
