import type { Transaction } from "@/db/client.ts";
import { addSums, type ImportSum, type ImportSums } from "@/lib/core/import-sums.ts";
import { localClock } from "@/lib/core/local-time.ts";
import type { InboxDocument } from "./document.ts";
import { saveGuarded } from "./save-guarded.ts";
import { DUPLICATE, type SaveOutcome, type SaveScope } from "./save-outcome.ts";

/** Takes back what was written to see what would become of it. */
class TakenBack extends Error {}

/** An import that asks the same questions and leaves nothing behind but their answers. */
export interface DryRun {
  /** In the place of {@link saveGuarded}. */
  save(
    tx: Transaction,
    scope: SaveScope,
    documents: readonly InboxDocument[],
  ): Promise<SaveOutcome[]>;
  /** What the documents that would be taken add up to, since the file's beginning. */
  sums(): ImportSums;
}

/** Begins a dry run, or goes on with one that a worker left behind at these sums. */
export function createDryRun(timeZone: string, before: ImportSums): DryRun {
  const clock = localClock(timeZone);
  /** Kept once, as the database would hold them from the first of the file on. */
  const seen = new Set<string>();
  let sums = before;
  return {
    sums: () => sums,
    async save(tx, scope, documents) {
      const outcomes = (await tryOut(tx, scope, documents)).map((outcome, index) => {
        const key = keyOf(documents[index] as InboxDocument);
        if (key === null || outcome.status !== "accepted") return outcome;
        const repeated = seen.has(key);
        seen.add(key);
        return repeated ? DUPLICATE : outcome;
      });
      sums = addSums(
        sums,
        documents
          .filter((_document, index) => outcomes[index]?.status === "accepted")
          .flatMap((document) => sumOf(document, (moment) => clock(moment).day)),
      );
      return outcomes;
    },
  };
}

async function tryOut(
  tx: Transaction,
  scope: SaveScope,
  documents: readonly InboxDocument[],
): Promise<SaveOutcome[]> {
  let outcomes: SaveOutcome[] = [];
  try {
    await tx.transaction(async (inner) => {
      outcomes = await saveGuarded(inner, scope, documents);
      throw new TakenBack();
    });
  } catch (error) {
    if (!(error instanceof TakenBack)) throw error;
  }
  return outcomes;
}

/** What is kept once, by its key; null for what may come again. */
function keyOf(document: InboxDocument): string | null {
  switch (document.type) {
    case "sale":
    case "purchase":
      return `${document.type}/${document.branchId}/${document.kind}/${document.documentKey}`;
    case "controlled":
      return `controlled/${document.row.branchId}/${document.row.kind}/${document.row.key}`;
    case "prescription":
      return `prescription/${document.row.branchId}/${document.row.key}`;
    case "outbound":
      return `outbound/${document.branchId}/${document.documentKey}`;
    default:
      return null;
  }
}

function sumOf(document: InboxDocument, dayOf: (moment: Date) => string): ImportSum[] {
  if (document.type === "sale")
    return [
      {
        branchId: document.branchId,
        day: dayOf(document.soldAt),
        kind: document.kind,
        count: 1,
        cents: document.totalCents,
      },
    ];
  if (document.type !== "purchase") return [];
  return [
    {
      branchId: document.branchId,
      day: dayOf(document.issuedAt),
      kind: document.kind === "return" ? "purchase_return" : "purchase",
      count: 1,
      cents: document.totalCents,
    },
  ];
}
