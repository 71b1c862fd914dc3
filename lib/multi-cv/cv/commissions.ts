import { z } from "zod";
import { type Cents, formatDecimal } from "@/lib/core/money.ts";
import type { Day } from "@/lib/core/period.ts";
import { toBrazilianDay } from "../wire/moment.ts";
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

const PAGE = 100;

const payment = z
  .looseObject({
    idpagamento: maybeId,
    situacao: someText,
    valor: maybeAmount,
    vencimento: maybeDay,
    cancelado: aFlag,
    excluido: aFlag,
  })
  .transform((read) => ({
    id: read.idpagamento,
    situation: read.situacao,
    amount: read.valor,
    dueDay: read.vencimento,
    void: read.cancelado || read.excluido,
  }));
const beneficiary = z
  .looseObject({
    nome: someText,
    documento: someDocument,
    comissao_tipo: someText,
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
export async function listCommissions(cv: CvClient, reservationId: number): Promise<Commission[]> {
  const rows = await readAllPages({
    size: PAGE,
    names: ["comissoes"],
    fetch: ({ offset }) =>
      cv.call({
        method: "GET",
        path: "/api/v1/financeiro/comissoes",
        query: { idreserva_cv: reservationId, limit: PAGE, offset },
        missing: [404],
      }),
  });
  return readShape(z.array(commission), rows, `CV ${cv.label}, comissões`);
}

/** A commission on its way in. Codes are those of the terminal's own unit. */
export interface NewCommission {
  reservationId: number;
  developmentCode: string;
  blockCode: string;
  unitCode: string;
  items: ReadonlyArray<{
    code: string;
    amountCents: Cents;
    to: string;
    who?: string;
    document?: string;
    kind: "C" | "P" | "E";
    dueDay?: Day;
  }>;
}

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
      comissoes: commission.items.map((item) => ({
        idcomissao_int: item.code,
        comissao_valor: formatDecimal(item.amountCents),
        comissao_para: item.to,
        ...(item.document ? { documento: item.document } : { comissao_quem: item.who ?? "" }),
        comissao_tipo: item.kind,
        ...(item.dueDay
          ? {
              parcela_valor: formatDecimal(item.amountCents),
              parcela_data: toBrazilianDay(item.dueDay),
            }
          : {}),
      })),
    },
  });
}
