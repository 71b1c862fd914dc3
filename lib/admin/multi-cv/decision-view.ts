import { z } from "zod";
import type { decisions } from "@/db/schema/flows.ts";
import { CHOICE_WORDS, readChoice } from "@/lib/multi-cv/words/decisions.ts";

/** One line of a comparison: what each system says. null = it says nothing about it. */
export interface ComparedFact {
  label: string;
  hub: string | null;
  terminal: string | null;
  sienge: string | null;
  /** Whether those that say something say the same; null = they need not (each system has its own code). */
  equal: boolean | null;
}

/** One button of a question. */
export interface DecisionOption {
  key: string;
  label: string;
  /** What happens when it is chosen. */
  consequence: string;
  danger: boolean;
}

/** A question with its facts; instants are ISO texts. */
export interface DecisionView {
  id: number;
  kind: string;
  question: string;
  facts: ComparedFact[];
  options: DecisionOption[];
  createdAt: string;
  answered: { label: string; by: string; at: string } | null;
}

/** Facts that each system says in its own way. */
const OWN_IN_EACH = new Set(["Código", "Situação", "Emissão", "Cancelamento"]);

const words = z.union([z.string(), z.number(), z.boolean()]).nullish();
const fact = z.object({ label: z.string(), hub: words, terminal: words, sienge: words });

const formatWord = (value: z.output<typeof words>) =>
  value === undefined || value === null || value === ""
    ? null
    : value === true
      ? "sim"
      : value === false
        ? "não"
        : String(value);

/** Rows of a comparison as they were written down; what has another form is left out rather than guessed. */
export function readFacts(stored: unknown): ComparedFact[] {
  if (!Array.isArray(stored)) return [];
  return stored.flatMap((one) => {
    const parsed = fact.safeParse(one);
    if (!parsed.success) return [];
    const [hub, terminal, sienge] = [
      formatWord(parsed.data.hub),
      formatWord(parsed.data.terminal),
      formatWord(parsed.data.sienge),
    ];
    return [
      {
        label: parsed.data.label,
        hub,
        terminal,
        sienge,
        equal: OWN_IN_EACH.has(parsed.data.label)
          ? null
          : new Set([hub, terminal, sienge].filter((value) => value !== null)).size <= 1,
      },
    ];
  });
}

/** A stored question as the screens show it. */
export function toDecisionView(row: typeof decisions.$inferSelect): DecisionView {
  const options = row.options.map(({ key, label, danger }) => {
    const known = readChoice(key);
    return {
      key,
      label,
      consequence: known ? CHOICE_WORDS[known.choice].consequence : "",
      danger: danger ?? false,
    };
  });
  const chosen = options.find(({ key }) => key === row.choice);
  return {
    id: row.id,
    kind: row.kind,
    question: row.question,
    facts: readFacts(row.facts),
    options,
    createdAt: row.createdAt.toISOString(),
    answered: row.resolvedAt
      ? {
          label: chosen?.label ?? "Resolvida automaticamente",
          by: row.resolvedBy ?? "Enlace",
          at: row.resolvedAt.toISOString(),
        }
      : null,
  };
}
