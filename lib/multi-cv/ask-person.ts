import { CHOICE_WORDS, QUESTION_CHOICES, type Question } from "./words/decisions.ts";
import { SITUATION_WORD } from "./words/situations.ts";
import { formatReais } from "@/lib/core/money.ts";
import { formatDay } from "@/lib/core/period.ts";
import type { NewDecision } from "@/lib/engine/flows/define-flow.ts";
import { CONTRACT_WORD } from "./rules/situation-decision.ts";
import type { LiveFacts } from "./read-facts.ts";
import { describeUnit } from "./rules/match-unit.ts";
import { certainCents } from "./wire/amount.ts";

/** One row of the facts that the screen sets side by side. */
export interface FactRow {
  label: string;
  hub: string | null;
  terminal: string | null;
  sienge: string | null;
}

/** The question with its facts and the buttons that answer it. */
export function askPerson(
  question: Question,
  reason: string,
  live: LiveFacts,
  contractId: number | null,
): NewDecision {
  const candidates =
    question === "relink"
      ? live.onUnit.filter(({ id }) => id === contractId)
      : [...live.contracts, ...live.onUnit].filter(({ situation }) => situation !== "cancelled");
  const issued = live.contracts.some(({ situation }) => situation === "issued");
  const options = QUESTION_CHOICES[question].flatMap((choice) => {
    // Without an issued contract nothing was sold that could be marked so.
    if (choice === "sold" && isWithdrawal(question) && !issued) return [];
    const danger = choice === "cancelled" || choice === "rescinded" ? { danger: true } : {};
    if (choice !== "link") return [{ key: choice, label: CHOICE_WORDS[choice].label, ...danger }];
    return candidates.map(({ id, number }) => ({
      key: `link:${id}`,
      label: `${CHOICE_WORDS.link.label}: ${number}`,
    }));
  });
  return { kind: question, question: reason, facts: describeFacts(live), options };
}

const isWithdrawal = (question: Question) =>
  question === "hub_withdrawn" || question === "terminal_withdrawn";

/** Hub, terminal and Sienge side by side, without personal data. */
export function describeFacts({ hub, terminal, contracts, onUnit }: LiveFacts): FactRow[] {
  const list = [...contracts, ...onUnit];
  const money = (amount: Parameters<typeof certainCents>[0]) => {
    const cents = certainCents(amount);
    return cents === null ? null : formatReais(cents);
  };
  const each = (say: (contract: (typeof list)[number]) => string | null) =>
    list.length === 0 ? null : list.map((contract) => say(contract) ?? "–").join("; ");
  const unitOf = ({ reservation }: typeof hub) =>
    reservation
      ? describeUnit({ block: reservation.unit.block.name, name: reservation.unit.name })
      : null;
  return [
    {
      label: "Código",
      hub: String(hub.id),
      terminal: String(terminal.id),
      sienge: each(({ number }) => number),
    },
    {
      label: "Situação",
      hub: hub.reservation
        ? `${hub.reservation.situation.name} (${SITUATION_WORD[hub.kind]})`
        : "não encontrada",
      terminal: terminal.reservation
        ? `${terminal.reservation.situation.name} (${SITUATION_WORD[terminal.kind]})`
        : "não encontrada",
      sienge: each(({ situation }) => CONTRACT_WORD[situation]) ?? "sem contrato",
    },
    {
      label: "Unidade",
      hub: unitOf(hub),
      terminal: unitOf(terminal),
      sienge: each(({ units }) => units.map(({ name }) => name).join(", ")),
    },
    {
      label: "Valor do contrato",
      hub: money(hub.reservation?.conditions.contractAmount ?? null),
      terminal: money(terminal.reservation?.conditions.contractAmount ?? null),
      sienge: each(({ amount }) => money(amount)),
    },
    {
      label: "Emissão",
      hub: null,
      terminal: null,
      sienge: each(({ issueDay }) => (issueDay === null ? null : formatDay(issueDay))),
    },
    {
      label: "Cancelamento",
      hub: hub.reservation?.cancellationReason || null,
      terminal: terminal.reservation?.cancellationReason || null,
      sienge: each(({ cancellationDay }) =>
        cancellationDay === null ? null : formatDay(cancellationDay),
      ),
    },
  ];
}
