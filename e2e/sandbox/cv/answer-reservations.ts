import { z } from "zod";
import type { RestAnswer, RestRequest } from "../control/serve-rest.ts";
import { situationOf, roleOf } from "./catalogue.ts";
import { associateProblems, checkReservation, isRepeated } from "./check-reservation.ts";
import { nothing, offsetListed, refuse, refuseInside } from "./envelope.ts";
import { enterSituation, type Moved } from "./move-reservation.ts";
import { partnerMoment } from "./partner-day.ts";
import { renderConditions, renderReservation } from "./render-reservation.ts";
import type { ReservationRow, Tenant } from "./tenant.ts";

const HIDDEN_FROM_ALL = ["cancelada", "vencida", "distrato"];
const number = z.union([z.number(), z.string().regex(/^\d+$/).transform(Number)]);
const target = z.looseObject({
  idreserva_cv: number.optional(),
  idreserva: number.optional(),
  idreserva_int: z.string().optional(),
  idsituacao_destino: number.optional(),
  descricao: z.string().optional(),
  comentario: z.string().optional(),
  descricao_motivo_distrato: z.string().optional(),
});
const done: RestAnswer = {
  status: 200,
  body: { codigo: 200, mensagem: "Operação realizada com sucesso" },
  rows: 1,
};

/** Writes a reservation into the books; used by creates and by the story. */
export function addReservation(
  tenant: Tenant,
  row: Omit<
    ReservationRow,
    | "createdAt"
    | "bornAt"
    | "soldAt"
    | "cancelledAt"
    | "cancellationReason"
    | "dissolvedAt"
    | "dissolutionReason"
    | "erp"
  >,
): number {
  const id = tenant.store.nextId("reservations", tenant.catalogue.firstReservation);
  tenant.store.put("reservations", id, {
    ...row,
    createdAt: partnerMoment(),
    bornAt: Date.now() + tenant.quirks.bornAfterMs,
    soldAt: null,
    cancelledAt: null,
    cancellationReason: null,
    dissolvedAt: null,
    dissolutionReason: null,
    erp: { sent: false, sentAt: null, contractNumber: null, problem: null },
  });
  tenant.store.change("units", row.unitId, { state: 2 });
  return id;
}

/** Answers below /api/v1/comercial/reservas for one reservation or the list; null when it is another's path. */
export function answerReservations(
  tenant: Tenant,
  path: string,
  request: RestRequest,
  moved: Moved,
): RestAnswer | null {
  if (path === "")
    return request.method === "GET"
      ? list(tenant, request.query)
      : request.method === "POST"
        ? create(tenant, request.json, moved)
        : request.method === "PUT"
          ? update(tenant, request.json)
          : refuse(405, "Método não permitido");
  if (path === "/condicao-pagamentos")
    return conditions(tenant, Number(request.query.get("idreserva")));
  if (path === "/distratos" && request.method === "GET") {
    const rows = tenant.store
      .list("reservations")
      .filter(({ value }) => value.dissolvedAt)
      .map(({ id, value }) => ({
        idReserva: id,
        dataDistrato: value.dissolvedAt,
        numeroContrato: value.erp.contractNumber,
      }));
    return offsetListed("distratos", rows, request.query);
  }
  if (request.method === "POST") return act(tenant, path, request.json, moved);
  const one = /^\/(\d+)$/.exec(path);
  return one && request.method === "GET" ? read(tenant, Number(one[1]), request.query) : null;
}

/** A reservation that can be seen now. */
export function visible({ store }: Tenant, id: number): ReservationRow | null {
  const row = store.get("reservations", id);
  return row && row.bornAt <= Date.now() ? row : null;
}

function read(tenant: Tenant, id: number, query: URLSearchParams): RestAnswer {
  const row = visible(tenant, id);
  if (!row)
    return { ...refuse(tenant.quirks.missingStatus, "Reserva não encontrada"), problems: [] };
  const own = renderReservation(tenant, id, row, {
    conditions: query.get("condicao_completa") === "true",
    additionalFields: query.get("campos_adicionais_reserva_contrato") === "true",
    commissions: query.get("pagamento_comissao") === "true",
  });
  const body = {
    keyed: { [id]: own },
    bare: { idreserva: String(id), ...own },
    dados: { codigo: "200", dados: { [id]: own } },
  }[tenant.quirks.reservationShape];
  return { status: 200, body, rows: 1 };
}

function list(tenant: Tenant, query: URLSearchParams): RestAnswer {
  const { store, catalogue, quirks } = tenant;
  const wanted = query.get("situacao") ?? "todas";
  const onlyInvoicing = query.get("faturar") !== "false";
  const document = query.get("documento");
  if (document && !quirks.documentFilter) return nothing;
  const since = query.get("a_partir_de");
  if (since && !/^\d{2}\/\d{2}\/\d{4}$/.test(since))
    return refuse(400, "a_partir_de deve ser DD/MM/AAAA");
  const sinceDay = since?.split("/").reverse().join("-");
  const size = Number(query.get("registros_por_pagina") ?? 30);
  if (size > 500) return refuse(400, "registros_por_pagina: no máximo 500");
  const found = store.list("reservations").filter(({ id, value }) => {
    if (quirks.hidden.includes(id) || value.bornAt > Date.now()) return false;
    const role = roleOf(catalogue, value.situationId) ?? "";
    if (wanted === "todas" ? HIDDEN_FROM_ALL.includes(role) : String(value.situationId) !== wanted)
      return false;
    if (wanted === "todas" && onlyInvoicing && role !== "pode_faturar") return false;
    if (query.get("retornar_integradas") !== "true" && value.code !== null) return false;
    if (
      query.get("idempreendimento") &&
      String(value.developmentId) !== query.get("idempreendimento")
    )
      return false;
    if (document && store.get("people", value.personId)?.documento !== document.replace(/\D/g, ""))
      return false;
    return !sinceDay || value.createdAt.slice(0, 10) >= sinceDay;
  });
  const page = Number(query.get("pagina") ?? 1);
  const rows = found.slice((page - 1) * size, page * size).map(({ id, value }) => ({
    id,
    own: renderReservation(tenant, id, value, {
      conditions: query.get("condicao_completa") === "true",
      additionalFields: false,
      commissions: false,
    }),
  }));
  if (rows.length === 0) return nothing;
  const array = rows.map(({ id, own }) => ({ idreserva: String(id), ...own }));
  const body = {
    keyed: Object.fromEntries(rows.map(({ id, own }) => [String(id), own])),
    array,
    dados: {
      pagina: page,
      registros: rows.length,
      total_de_registros: found.length,
      total_de_paginas: Math.ceil(found.length / size),
      dados: array,
    },
  }[quirks.listShape];
  return { status: 200, body, rows: rows.length };
}

function create(tenant: Tenant, body: unknown, moved: Moved): RestAnswer {
  const { quirks, catalogue } = tenant;
  const code =
    body && typeof body === "object" && "idreserva_int" in body ? String(body.idreserva_int) : null;
  const repeated = isRepeated(tenant, code);
  if (repeated) tenant.repeatedCreates += 1;
  const checked = checkReservation(tenant, body);
  if ("problems" in checked)
    return { ...refuse(400, checked.problems[0] ?? "Dados inválidos"), problems: checked.problems };
  if (quirks.lieInWrites > 0) {
    quirks.lieInWrites -= 1;
    return refuseInside("Não foi possível cadastrar a reserva");
  }
  const id = addReservation(tenant, {
    ...checked.wanted,
    situationId: situationOf(catalogue, "analise"),
    commissionRules: [],
    additionalFields: {},
  });
  moved(tenant, id, situationOf(catalogue, "analise"));
  return {
    status: 200,
    body: {
      codigo: 200,
      mensagem: "Reserva cadastrada com sucesso",
      ...(quirks.createAnswersId ? { dados: { idreserva: String(id) } } : {}),
    },
    rows: 1,
    problems: repeated ? [`A chave ${code} já tem uma reserva ativa`] : [],
  };
}

function update(tenant: Tenant, body: unknown): RestAnswer {
  const shape = z.looseObject({
    idreserva_cv: number,
    associados: z
      .array(
        z.looseObject({
          idpessoa_cv: number,
          idtipo_associacao: number,
          percentual_participacao: z.number().optional(),
        }),
      )
      .optional(),
    regras_comissao: z
      .array(z.looseObject({ tipo_comissao: z.enum(["C", "P", "E"]), valor_comissao: z.number() }))
      .optional(),
    campos_adicionais: z
      .array(z.object({ idcampo_adicional: number, valor: z.string() }))
      .optional(),
    condicoes: z.undefined({ error: "condicoes não são aceitas aqui" }).optional(),
  });
  const parsed = shape.safeParse(body);
  if (!parsed.success)
    return {
      ...refuse(400, "Dados inválidos"),
      problems: parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`),
    };
  const { idreserva_cv: id, associados, regras_comissao, campos_adicionais } = parsed.data;
  const row = visible(tenant, id);
  if (!row) return refuse(400, "Reserva não encontrada");
  const associates = associados?.map((one) => ({
    personId: one.idpessoa_cv,
    typeId: one.idtipo_associacao,
    share: one.percentual_participacao ?? null,
  }));
  const problems = (associates ?? []).flatMap((one) => associateProblems(tenant, one));
  if (problems.length) return { ...refuse(400, problems[0] ?? ""), problems };
  tenant.store.change("reservations", id, {
    ...(associates ? { associates } : {}),
    ...(regras_comissao ? { commissionRules: regras_comissao } : {}),
    ...(campos_adicionais
      ? {
          additionalFields: {
            ...row.additionalFields,
            ...Object.fromEntries(
              campos_adicionais.map((one) => [String(one.idcampo_adicional), one.valor]),
            ),
          },
        }
      : {}),
  });
  return done;
}

function conditions(tenant: Tenant, id: number): RestAnswer {
  const row = visible(tenant, id);
  return row
    ? { status: 200, body: { dados: [renderConditions(tenant, id, row)] }, rows: 1 }
    : { ...refuse(tenant.quirks.missingStatus, "Reserva não encontrada"), problems: [] };
}

function act(tenant: Tenant, path: string, body: unknown, moved: Moved): RestAnswer | null {
  if (!["/alterar-situacao", "/cancelar-reserva", "/informar-venda", "/distratos"].includes(path))
    return null;
  const parsed = target.safeParse(body);
  if (!parsed.success) return refuse(400, "Corpo inválido");
  const { data } = parsed;
  const id =
    data.idreserva_cv ??
    data.idreserva ??
    tenant.store.find("reservations", (one) => one.code !== null && one.code === data.idreserva_int)
      ?.id ??
    0;
  const row = visible(tenant, id);
  if (!row) return refuse(400, "Reserva não encontrada");
  if (tenant.quirks.lieInWrites > 0) {
    tenant.quirks.lieInWrites -= 1;
    return {
      status: 200,
      body: { sucesso: false, mensagem: "Não foi possível alterar a situação" },
      problems: ["Recusado dentro de um 200"],
    };
  }
  const role = roleOf(tenant.catalogue, row.situationId);
  if (path === "/alterar-situacao") {
    const to = roleOf(tenant.catalogue, data.idsituacao_destino ?? 0);
    if (!to)
      return {
        status: 200,
        body: { sucesso: false, mensagem: "Situação de destino inválida" },
        problems: [`Situação ${data.idsituacao_destino} não existe neste ambiente`],
      };
    const early =
      role === "pode_faturar" && to !== "pode_faturar" && !row.erp.sent && tenant.name !== "hub";
    enterSituation(tenant, id, to, moved, data.comentario ?? null);
    return {
      ...done,
      problems: early ? ["Saiu de “pode faturar” antes do lote do Sienge: nunca será enviada"] : [],
    };
  }
  if (
    path === "/cancelar-reserva" &&
    role &&
    ["cancelada", "vencida", "distrato", "vendida"].includes(role)
  )
    return refuse(400, "Reserva não pode ser cancelada nesta situação");
  if (path === "/distratos" && role !== "vendida")
    return refuse(400, "Só uma reserva vendida pode ser distratada");
  enterSituation(
    tenant,
    id,
    path === "/cancelar-reserva"
      ? "cancelada"
      : path === "/informar-venda"
        ? "vendida"
        : "distrato",
    moved,
    data.descricao_motivo_distrato ?? null,
  );
  return done;
}
