import { z } from "zod";
import type { RestAnswer, RestRequest } from "../control/serve-rest.ts";
import { visible } from "./change-reservation.ts";
import { offsetListed, refuse, refuseInside } from "./envelope.ts";
import type { CommissionRow, Tenant } from "./tenant.ts";

const number = z.union([z.number(), z.string().regex(/^\d+$/).transform(Number)]);
const shape = z.looseObject({
  idreserva_cv: number,
  idempreendimento_int: z.string().min(1),
  idbloco_int: z.string().min(1),
  idunidade_int: z.string().min(1),
  comissoes: z
    .array(
      z.looseObject({
        idcomissao_int: z.string().min(1),
        comissao_valor: z.number().positive(),
        comissao_para: z.string().min(1),
        comissao_quem: z.number().optional(),
        comissao_documento: z.string().optional(),
        comissao_tipo: z.enum(["C", "P", "E"]),
        parcela_valor: z.number().positive(),
        parcela_data: z.string(),
        parcela_datamediacao: z.string().nullish(),
      }),
    )
    .min(1),
});

/** Commissions below /api/v1/financeiro; null when it is another's path. */
export function answerCommissions(
  tenant: Tenant,
  path: string,
  request: RestRequest,
): RestAnswer | null {
  if (path === "/api/v1/financeiro/comissoes/parcelas" && request.method === "PUT")
    return changePayment(tenant, request.json);
  if (path !== "/api/v1/financeiro/comissoes") return null;
  const { store } = tenant;
  if (request.method === "GET") {
    const reservation = request.query.get("idreserva_cv");
    if (!reservation && !request.query.get("idcomissao_cv") && !request.query.get("a_partir_de"))
      return refuse(400, "Informe ao menos um filtro");
    const isPublished = tenant.quirks.values === "published";
    const figure = (value: number) => (isPublished ? value : value.toFixed(2));
    const flag = (is: boolean) => (isPublished ? is : is ? "S" : "N");
    const rows = store
      .list("commissions")
      .filter(({ id, value }) =>
        reservation
          ? String(value.reservationId) === reservation
          : String(id) === request.query.get("idcomissao_cv"),
      )
      .filter(
        ({ value }) => !value.cancelled || request.query.get("cancelados_excluidos") === "true",
      )
      .map(({ id, value }) => ({
        idcomissao_cv: id,
        idcomissao_int: value.items[0]?.code ?? null,
        idsituacao: value.cancelled ? 9 : 2,
        nome_situacao: value.cancelled ? "Cancelada" : "Aprovada",
        idreserva_cv: value.reservationId,
        idreserva_int: store.get("reservations", value.reservationId)?.code ?? null,
        valor_comissao: round(value.items.reduce((sum, item) => sum + item.value, 0)),
        pagador: {},
        beneficiarios: value.items.map((item, index) => ({
          nome: item.who,
          documento: item.document,
          comissao_tipo: item.kind,
          valor: figure(item.value),
          para: `${item.to.charAt(0).toUpperCase()}${item.to.slice(1)} (Reserva)`,
          idbeneficiario_cv: 140 + index,
          programacao: item.payments.map((payment, position) => ({
            idpagamento: paymentId(id, index, position),
            idsituacao: payment.situation === undefined ? 1 : 2,
            situacao: payment.situation ?? "Programado",
            valor: figure(payment.value),
            vencimento: payment.dueDay,
            data_medicao: payment.measuredOn,
            cancelado: flag(payment.void ?? false),
            excluido: flag(false),
          })),
        })),
      }));
    return offsetListed("comissoes", rows, request.query);
  }
  if (request.method !== "POST") return refuse(405, "Método não permitido");
  const read = shape.safeParse(request.json);
  if (!read.success)
    return {
      ...refuse(400, "Comissão inválida"),
      problems: read.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`),
    };
  const { idreserva_cv: reservationId, comissoes } = read.data;
  if (!visible(tenant, reservationId)) return refuse(400, "Reserva não encontrada");
  if (store.find("commissions", (one) => one.reservationId === reservationId && !one.cancelled))
    return refuseInside("Já existe comissão ativa para esta reserva");
  store.put("commissions", store.nextId("commissions", 66), {
    reservationId,
    cancelled: false,
    items: joinPayments(comissoes),
  });
  return { status: 200, body: { codigo: 200, mensagem: "Comissão cadastrada" }, rows: 1 };
}

/** One number for each payment of a tenant. */
const paymentId = (commissionId: number, item: number, payment: number) =>
  commissionId * 10_000 + item * 100 + payment + 1;

const changeShape = z.looseObject({ idpagamento: number, situacao: z.string().min(1) });

/** Changes the situation of one payment. */
function changePayment({ store }: Tenant, body: unknown): RestAnswer {
  const read = changeShape.safeParse(body);
  if (!read.success) return refuse(400, "Informe idpagamento e situacao");
  const { idpagamento, situacao } = read.data;
  const commissionId = Math.floor(idpagamento / 10_000);
  const found = store.get("commissions", commissionId);
  const item = found?.items[Math.floor((idpagamento % 10_000) / 100)];
  const payment = item?.payments[(idpagamento % 100) - 1];
  if (!found || !payment) return refuse(404, "Pagamento não encontrado");
  payment.situation = situacao;
  store.change("commissions", commissionId, { items: found.items });
  return { status: 200, body: { sucesso: true }, rows: 1 };
}

type Row = z.output<typeof shape>["comissoes"][number];

/** Rows of one code are payments of one commission. */
function joinPayments(rows: readonly Row[]): CommissionRow["items"] {
  const items = new Map<string, CommissionRow["items"][number]>();
  for (const row of rows) {
    const item = items.get(row.idcomissao_int) ?? {
      code: row.idcomissao_int,
      value: row.comissao_valor,
      to: row.comissao_para,
      who: row.comissao_quem === undefined ? "" : String(row.comissao_quem),
      document: (row.comissao_documento ?? "").replace(/[^\dA-Z]/g, ""),
      kind: row.comissao_tipo,
      payments: [],
    };
    item.payments.push({
      value: row.parcela_valor,
      dueDay: row.parcela_data,
      measuredOn: row.parcela_datamediacao ?? null,
    });
    items.set(row.idcomissao_int, item);
  }
  return [...items.values()];
}

const round = (value: number) => Math.round(value * 100) / 100;
