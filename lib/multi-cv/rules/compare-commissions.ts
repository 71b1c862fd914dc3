import { formatCount } from "@/lib/core/format-count.ts";
import { type Cents, formatReais } from "@/lib/core/money.ts";
import type { Commission } from "../cv/commissions.ts";
import { certainCents } from "../wire/amount.ts";
import { foldText } from "./fold-text.ts";

/** What became of a programmed payment. Words that are none of these differ between tenants and say nothing. */
export type PaymentState = "open" | "paid" | "void";

/** One programmed payment of a receiver. */
export interface ComparedPayment {
  id: number | null;
  cents: Cents | null;
  dueDay: string | null;
  state: PaymentState;
}

/** A payment that is paid on one side and open on the other. */
export interface PaidOnOneSide {
  on: "hub" | "terminal";
  /** The payment of the other side, that does not know it. */
  open: ComparedPayment;
}

/** How the commissions of both sides stand to each other. */
export interface CommissionsCompared {
  /** What only says that something was paid; everything else about it is the same. */
  paid: PaidOnOneSide[];
  /** What cannot be made the same without undoing or guessing, a sentence each. */
  differences: string[];
  /** One of the differences concerns something that is paid. */
  undoesPaid: boolean;
}

const PAID = new Set(["pago", "paga", "quitado", "quitada", "liquidado", "liquidada"]);

/** A commission whose payments are all void, or that is called cancelled, is none. */
export function isActive({ situation, beneficiaries }: Commission): boolean {
  if (foldText(situation.name).startsWith("cancelad")) return false;
  const payments = beneficiaries.flatMap((beneficiary) => beneficiary.payments);
  return payments.length === 0 || payments.some((payment) => !payment.void);
}

type Receiver = Commission["beneficiaries"][number];

/** "Imobiliária (Reserva)" is how CV shows what it takes as "imobiliária". */
export const foldReceiver = (shown: string): string => foldText(shown.replace(/\(.*$/, ""));

const stateOf = (payment: Receiver["payments"][number]): PaymentState =>
  PAID.has(foldText(payment.situation)) ? "paid" : payment.void ? "void" : "open";

/** The payments of a receiver by due day and amount; of two alike the paid one first, so that like meets like. */
export function listPayments({ payments }: Receiver): ComparedPayment[] {
  const rank = { paid: 0, open: 1, void: 2 };
  return payments
    .map((payment) => ({
      id: payment.id,
      cents: certainCents(payment.amount),
      dueDay: payment.dueDay,
      state: stateOf(payment),
    }))
    .toSorted(
      (a, b) =>
        (a.dueDay ?? "").localeCompare(b.dueDay ?? "") ||
        (a.cents ?? 0) - (b.cents ?? 0) ||
        rank[a.state] - rank[b.state],
    );
}

/** Holds the active commissions of both sides against each other, receiver by receiver and payment by payment. */
export function compareCommissions(
  hub: readonly Commission[],
  terminal: readonly Commission[],
): CommissionsCompared {
  const compared: CommissionsCompared = { paid: [], differences: [], undoesPaid: false };
  const left = hub.flatMap(({ beneficiaries }) => beneficiaries);
  const right = terminal.flatMap(({ beneficiaries }) => beneficiaries);
  const rest = new Set(right);
  const differ = (sentence: string, about: readonly Receiver[]) => {
    compared.differences.push(sentence);
    compared.undoesPaid ||= about.some((one) =>
      one.payments.some((each) => stateOf(each) === "paid"),
    );
  };
  for (const one of left) {
    const twin = findTwin(one, [...rest]);
    if (!twin) {
      differ(`${nameOf(one)}: só no Hub.`, [one]);
      continue;
    }
    rest.delete(twin);
    comparePayments(one, twin, compared.paid, (sentence) => differ(sentence, [one, twin]));
  }
  for (const one of rest) differ(`${nameOf(one)}: só no terminal.`, [one]);
  return compared;
}

/** The same receiver, kind and amount; by document where both have one, else by what it receives as. */
function findTwin(one: Receiver, among: readonly Receiver[]): Receiver | undefined {
  const alike = among.filter(
    (other) =>
      foldReceiver(other.to) === foldReceiver(one.to) &&
      other.kind.toUpperCase() === one.kind.toUpperCase() &&
      certainCents(other.amount) === certainCents(one.amount),
  );
  return (
    alike.find(({ document }) => document === one.document) ??
    alike.find(({ document }) => document === "" || one.document === "")
  );
}

function comparePayments(
  one: Receiver,
  twin: Receiver,
  paid: PaidOnOneSide[],
  differ: (sentence: string) => void,
): void {
  // What is void on both sides, or was never carried because it was void, is nothing.
  const [left, right] = [listPayments(one), listPayments(twin)];
  const [live, there] = [left, right].map((list) => list.filter(({ state }) => state !== "void"));
  if (
    live?.length !== there?.length ||
    live?.some(
      ({ cents, dueDay }, index) =>
        cents !== there?.[index]?.cents || dueDay !== there[index].dueDay,
    )
  ) {
    differ(
      `${nameOf(one)}: ${describeProgramme(left)} no Hub, ${describeProgramme(right)} no terminal.`,
    );
    return;
  }
  for (const [index, mine] of (live ?? []).entries()) {
    const other = there?.[index];
    if (!other || mine.state === other.state) continue;
    paid.push(mine.state === "paid" ? { on: "hub", open: other } : { on: "terminal", open: mine });
  }
}

const nameOf = ({ to, amount }: Receiver) => {
  const cents = certainCents(amount);
  return `${to || "Beneficiário"}${cents === null ? "" : `, ${formatReais(cents)}`}`;
};

function describeProgramme(payments: readonly ComparedPayment[]): string {
  const live = payments.filter(({ state }) => state !== "void");
  const paid = live.filter(({ state }) => state === "paid").length;
  const cancelled = payments.length - live.length;
  const sum = live.reduce((total, { cents }) => total + (cents ?? 0), 0);
  return [
    `${live.length.toLocaleString("pt-BR")} × ${formatReais(sum)} no total`,
    paid > 0 ? formatCount(paid, "pago", "pagos") : "",
    cancelled > 0 ? formatCount(cancelled, "cancelado", "cancelados") : "",
  ]
    .filter(Boolean)
    .join(", ");
}
