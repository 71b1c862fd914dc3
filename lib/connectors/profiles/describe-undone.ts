import { formatCount } from "@/lib/core/format-count.ts";

/** Numbers that a sentence names; the list on the page of movements has all of them. */
const NAMED = 10;

/** "3 cupons já enviados foram cancelados depois (nº 12, 15 e 20)", for a partner that takes nothing back. */
export function describeUndone(numbers: readonly string[], one: string, several: string): string {
  const named = numbers.slice(0, NAMED).map((number) => `nº ${number}`);
  const more = numbers.length - named.length;
  return `${formatCount(numbers.length, one, several)} (${named.join(", ")}${more > 0 ? ` e mais ${formatCount(more, "outro", "outros")}` : ""})`;
}
