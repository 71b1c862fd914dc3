import { type Cents, formatReais } from "@/lib/core/money.ts";
import type { Reservation } from "../cv/reservation-shape.ts";
import type { CommissionRule } from "../cv/update-reservation.ts";
import { certainCents } from "../wire/amount.ts";
import { foldText } from "./fold-text.ts";
import { findOwn } from "@/lib/core/find-own.ts";

export type HubCommissions = Reservation["commissions"];

/** A commission of the Hub as the terminal takes it: a fixed value, so that no tenant's rounding changes it. */
export interface TranslatedCommission {
  kind: CommissionRule["tipo_comissao"];
  receiver: CommissionRule["para"];
  who: string;
  document: string;
  amountCents: Cents;
  order: number;
}

export type TranslatedCommissions =
  | { rules: TranslatedCommission[]; totalCents: Cents }
  | { sentence: string };

const RECEIVER_CODES: ReadonlySet<string> = new Set([
  "IR",
  "IC",
  "CO",
  "CR",
  "CC",
  "CP",
  "UA",
  "UI",
] satisfies Array<CommissionRule["para"]>);
/**
 * Receiver codes by the word of the reservation, as CV publishes them (CO is an agency in its
 * coordination, CP the product's coordinator); what else a tenant uses is mapped by a person.
 */
const RECEIVERS: Readonly<Record<string, string>> = {
  imobiliaria: "IR",
  corretor: "CR",
  coordenador: "CP",
  "coordenador do produto": "CP",
  "usuario administrativo": "UA",
  "usuario imobiliaria": "UI",
};

/** The Hub's commissions as rules for the terminal, proven against the total the Hub shows for them. */
export function translateCommissions(
  commissions: HubCommissions,
  receivers: ReadonlyMap<string, string> = new Map(),
): TranslatedCommissions {
  const rules: TranslatedCommission[] = [];
  for (const { to, who, document, kind: letter, amount } of commissions.rows) {
    const word = foldText(to);
    const receiver = receivers.get(word) ?? findOwn(RECEIVERS, word);
    if (!isReceiver(receiver))
      return {
        sentence: `A comissão é para “${to}”, que não tem correspondente confirmado no terminal. Confirme em Mapeamentos › Comissões e repita a etapa.`,
      };
    const kind = letter.toUpperCase();
    if (kind !== "C" && kind !== "P" && kind !== "E")
      return {
        sentence:
          "Há uma comissão de tipo desconhecido (o tipo deve ser comissão, prêmio ou extra). Corrija-a no Hub e repita a etapa.",
      };
    const amountCents = certainCents(amount);
    if (amountCents === null || amountCents < 0)
      return {
        sentence: "Há uma comissão com valor ambíguo. Corrija-a no Hub e repita a etapa.",
      };
    if (amountCents > 0)
      rules.push({ kind, receiver, who, document, amountCents, order: rules.length + 1 });
  }
  const totalCents = rules
    .filter(({ kind }) => kind === "C")
    .reduce((sum, { amountCents }) => sum + amountCents, 0);
  const expected = certainCents(commissions.total);
  if (expected !== null && expected !== totalCents)
    return {
      sentence: `As comissões somam ${formatReais(totalCents)} e o Hub mostra ${formatReais(expected)} no total. Corrija-as no Hub e repita a etapa.`,
    };
  return { rules, totalCents };
}

function isReceiver(code: string | undefined): code is CommissionRule["para"] {
  return code !== undefined && RECEIVER_CODES.has(code);
}
