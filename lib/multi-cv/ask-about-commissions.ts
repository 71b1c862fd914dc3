import { formatCount } from "@/lib/core/format-count.ts";
import { formatReais } from "@/lib/core/money.ts";
import { type StepOutcome, stuck } from "@/lib/engine/flows/define-flow.ts";
import type { FactRow } from "./ask-person.ts";
import type { Commission } from "./cv/commissions.ts";
import type { Sides } from "./open-sides.ts";
import { type CommissionsCompared, listPayments } from "./rules/compare-commissions.ts";
import { CHOICE_WORDS } from "./words/decisions.ts";

/** The commissions of both sides side by side, and a person says what becomes of the difference. */
export function askAboutCommissions(
  { differences, paid, undoesPaid }: CommissionsCompared,
  { hub, terminal }: { hub: readonly Commission[]; terminal: readonly Commission[] },
  sides: Sides,
): StepOutcome<never> {
  const onlyIn = (on: "hub" | "terminal") => paid.filter((one) => one.on === on).length;
  const question = [
    `As comissões não são as mesmas no Hub e em ${sides.terminal.cv.label}.`,
    ...differences,
    ...(["hub", "terminal"] as const).map((on) =>
      onlyIn(on) > 0
        ? `${formatCount(onlyIn(on), "pagamento está pago", "pagamentos estão pagos")} só em ${sides[on].cv.label}.`
        : "",
    ),
    undoesPaid ? "Há pagamento já feito, que o Enlace não desfaz nem repete." : "",
    "O CV não permite alterar uma comissão registrada: compare os dois lados e corrija o que estiver errado no CV, ou deixe como está.",
  ]
    .filter(Boolean)
    .join(" ");
  return stuck(question, {
    kind: "commissions",
    question,
    facts: buildCommissionFacts(hub, terminal),
    options: [{ key: "keep", label: CHOICE_WORDS.keep.label }],
  });
}

/** Commissions as both sides have them, without personal data. */
export function buildCommissionFacts(
  hub: readonly Commission[],
  terminal: readonly Commission[],
): FactRow[] {
  const row = (label: string, say: (list: readonly Commission[]) => string | null): FactRow => ({
    label,
    hub: say(hub),
    terminal: say(terminal),
    sienge: null,
  });
  return [
    row("Comissões", (list) => describePayments(list, () => true) ?? "nenhuma"),
    row("Pagamentos feitos", (list) => describePayments(list, (state) => state === "paid")),
    row("Pagamentos cancelados", (list) => describePayments(list, (state) => state === "void")),
    row("Situação das comissões", (list) =>
      [...new Set(list.map(({ situation }) => situation.name))].filter(Boolean).join(", "),
    ),
  ];
}

function describePayments(
  list: readonly Commission[],
  counts: (state: "open" | "paid" | "void") => boolean,
): string | null {
  const payments = list
    .flatMap(({ beneficiaries }) => beneficiaries)
    .flatMap(listPayments)
    .filter(({ state }) => counts(state));
  const sum = payments.reduce((total, { cents }) => total + (cents ?? 0), 0);
  return payments.length === 0
    ? null
    : `${formatCount(payments.length, "pagamento", "pagamentos")}, ${formatReais(sum)}`;
}
