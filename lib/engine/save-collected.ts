import type { Transaction } from "@/db/client.ts";
import { saveReceivedItems } from "@/db/queries/partners/received-items.ts";
import {
  savePriceSuggestions,
  saveProductProposals,
} from "@/db/queries/products/proposals-write.ts";
import type { Collected } from "@/lib/connectors/define.ts";
import { cleanText, cleanValue } from "@/lib/core/clean-text.ts";
import { isDataError } from "@/lib/core/data-error.ts";
import type { Attempt } from "./attempt.ts";

/** Longer keys no index takes. */
const LONGEST_KEY = 500;

type Of<Type extends Collected["type"]> = Extract<Collected, { type: Type }>;
/** What stays here of what a partner sent. */
export type Kept = Of<"item"> | Of<"proposal"> | Of<"suggestion">;

/** A partner's record as it may be stored: its words cleaned, no deeper than can be shown. */
export function cleanKept(kept: Kept): Kept {
  const clean = cleanValue(kept) as Kept;
  return clean.type === "item" ? { ...clean, key: cleanText(clean.key, LONGEST_KEY) } : clean;
}

/** Stores records; one that the database cannot hold is refused with its reason, and the others stay. */
export async function saveCollected(
  tx: Transaction,
  attempt: Pick<Attempt, "task" | "refused">,
  kept: readonly Kept[],
): Promise<void> {
  const [first] = kept;
  if (!first) return;
  try {
    await tx.transaction((inner) => saveKept(inner, attempt, kept));
  } catch (error) {
    if (!isDataError(error)) throw error;
    if (kept.length === 1) return refuse(attempt, first);
    const half = Math.ceil(kept.length / 2);
    await saveCollected(tx, attempt, kept.slice(0, half));
    await saveCollected(tx, attempt, kept.slice(half));
  }
}

function refuse({ refused }: Pick<Attempt, "refused">, kept: Kept): void {
  refused.push({
    key: kept.type === "item" ? kept.key : kept.productCode,
    code: "unstorable",
    message:
      "O registro do parceiro traz um texto, um número ou uma data que o Enlace não consegue guardar. Os demais foram recebidos. Informe-o ao parceiro.",
  });
}

async function saveKept(
  tx: Transaction,
  { task }: Pick<Attempt, "task">,
  kept: readonly Kept[],
): Promise<void> {
  const of = <Type extends Kept["type"]>(type: Type) =>
    kept.filter((one): one is Of<Type> & Kept => one.type === type);
  const [items, proposals, suggestions] = [of("item"), of("proposal"), of("suggestion")];
  if (items.length > 0) await saveReceivedItems(tx, task, items);
  if (proposals.length > 0) await saveProductProposals(tx, task, proposals);
  if (suggestions.length > 0) await savePriceSuggestions(tx, task, suggestions);
}
