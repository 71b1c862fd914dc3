import { z } from "zod";
import type { Cents } from "@/lib/core/money.ts";
import type { Day } from "@/lib/core/period.ts";
import {
  aFlag,
  anId,
  listOf,
  maybeAmount,
  maybeCode,
  maybeDay,
  maybeId,
  readShape,
  someDocument,
  someText,
} from "../wire/tolerant-shapes.ts";
import { readAllPages } from "../wire/walk-pages.ts";
import type { CvClient } from "./open-cv.ts";
import { commissionKind } from "./read-commission-kind.ts";
import { toNumber } from "./to-number.ts";

const payment = z
  .looseObject({
    idpagamento: maybeId,
    situacao: someText,
    valor: maybeAmount,
    vencimento: maybeDay,
    data_medicao: maybeDay,
    cancelado: aFlag,
    excluido: aFlag,
  })
  .transform((read) => ({
    id: read.idpagamento,
    situation: read.situacao,
    amount: read.valor,
    dueDay: read.vencimento,
    measuredOn: read.data_medicao,
    void: read.cancelado || read.excluido,
  }));
const beneficiary = z
  .looseObject({
    nome: someText,
    documento: someDocument,
    comissao_tipo: commissionKind,
    valor: maybeAmount,
    para: someText,
    idbeneficiario_cv: maybeId,
    programacao: listOf(payment),
  })
  .transform((read) => ({
    id: read.idbeneficiario_cv,
    name: read.nome,
    document: read.documento,
    kind: read.comissao_tipo,
    to: read.para,
    amount: read.valor,
    payments: read.programacao,
  }));
const commission = z
  .looseObject({
    idcomissao_cv: anId,
    idcomissao_int: maybeCode,
    idsituacao: maybeId,
    nome_situacao: someText,
    idreserva_cv: maybeId,
    idreserva_int: maybeCode,
    valor_comissao: maybeAmount,
    beneficiarios: listOf(beneficiary),
  })
  .transform((read) => ({
    id: read.idcomissao_cv,
    code: read.idcomissao_int,
    situation: { id: read.idsituacao, name: read.nome_situacao },
    reservationId: read.idreserva_cv,
    amount: read.valor_comissao,
    beneficiaries: read.beneficiarios,
  }));

/** A commission of a reservation. */
export type Commission = z.output<typeof commission>;

/** Lists the commissions of a reservation. */
export const listCommissions = (cv: CvClient, reservationId: number): Promise<Commission[]> =>
  readCommissions(cv, { idreserva_cv: reservationId });

/** A commission by its own number, which a message may name; none when CV knows none. */
export const findCommission = (cv: CvClient, id: string): Promise<Commission[]> =>
  readCommissions(cv, { idcomissao_cv: id });

async function readCommissions(
  cv: CvClient,
  query: Record<string, string | number>,
): Promise<Commission[]> {
  const rows = await readAllPages({
    size: Number.POSITIVE_INFINITY,
    names: ["comissoes"],
    fetch: () =>
      cv.call({ method: "GET", path: "/api/v1/financeiro/comissoes", query, missing: [404] }),
  });
  return readShape(z.array(commission), rows, `CV ${cv.label}, comissões`);
}

/** A commission on its way in. Codes are those of the terminal's own unit. */
export interface NewCommission {
  reservationId: number;
  developmentCode: string;
  blockCode: string;
  unitCode: string;
  items: readonly CommissionItem[];
}

/** What one receiver gets, in as many payments as were programmed. */
export interface CommissionItem {
  code: string;
  to: ReceiverWord;
  /** Who it is: by document, or by the terminal's own number. */
  receiver: { document: string } | { id: number };
  kind: "C" | "P" | "E";
  amountCents: Cents;
  payments: ReadonlyArray<{
    code: string;
    amountCents: Cents;
    dueDay: Day;
    measuredOn: Day | null;
  }>;
}

/** The five receivers that CV takes. */
export const RECEIVER_WORDS = [
  "corretor",
  "usuário administrativo",
  "coordenador do produto",
  "usuário imobiliária",
  "imobiliária",
] as const;
export type ReceiverWord = (typeof RECEIVER_WORDS)[number];

/** Registers the commissions of a reservation. CV refuses when it has an active one already: look before. */
export async function addCommission(cv: CvClient, commission: NewCommission): Promise<void> {
  await cv.call({
    method: "POST",
    path: "/api/v1/financeiro/comissoes",
    body: {
      idreserva_cv: commission.reservationId,
      idempreendimento_int: commission.developmentCode,
      idbloco_int: commission.blockCode,
      idunidade_int: commission.unitCode,
      // A row is one payment; what they are payments of stands in each.
      comissoes: commission.items.flatMap((item) =>
        item.payments.map((payment) => ({
          idcomissao_int: item.code,
          comissao_valor: toNumber(item.amountCents),
          comissao_para: item.to,
          ...("document" in item.receiver
            ? { comissao_documento: item.receiver.document }
            : { comissao_quem: item.receiver.id }),
          comissao_tipo: item.kind,
          idparcela_int: payment.code,
          parcela_valor: toNumber(payment.amountCents),
          parcela_data: payment.dueDay,
          // CV wants a day of measurement of every payment; where nothing is measured it is the due day.
          parcela_datamediacao: payment.measuredOn ?? payment.dueDay,
          parcela_cancelamento: "N",
          parcela_notafiscal: "",
        })),
      ),
    },
  });
}

/** Says of a programmed payment that it was paid. Saying it again changes nothing. */
export async function markPaid(cv: CvClient, paymentId: number): Promise<void> {
  await cv.call({
    method: "PUT",
    path: "/api/v1/financeiro/comissoes/parcelas",
    body: { idpagamento: paymentId, situacao: "Pago" },
    idempotent: true,
  });
}
