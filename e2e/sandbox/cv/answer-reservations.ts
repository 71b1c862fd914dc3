import { cleanDocument } from "@/lib/core/documents.ts";
import type { RestAnswer, RestRequest } from "../control/serve-rest.ts";
import { roleOf } from "./catalogue.ts";
import { nothing, offsetListed, refuse } from "./envelope.ts";
import { answerAssignments } from "./answer-assignments.ts";
import { type Moved } from "./move-reservation.ts";
import { renderConditions, renderReservation } from "./render-reservation.ts";
import type { Tenant } from "./tenant.ts";
import { act, create, HIDDEN_FROM_ALL, update, visible } from "./change-reservation.ts";

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
    const since = request.query.get("a_partir_de")?.split("/").reverse().join("-") ?? "";
    const rows = tenant.store
      .list("reservations")
      .filter(({ value }) => value.dissolvedAt && value.dissolvedAt >= since)
      .map(({ id, value }) => ({
        idReserva: id,
        dataDistrato: value.dissolvedAt,
        numeroContrato: value.erp.contractNumber,
      }));
    return offsetListed("distratos", rows, request.query);
  }
  if (path === "/cessao") return answerAssignments(tenant, request);
  if (request.method === "POST") return act(tenant, path, request.json, moved);
  const one = /^\/(\d+)$/.exec(path);
  return one && request.method === "GET" ? read(tenant, Number(one[1]), request.query) : null;
}

function read(tenant: Tenant, id: number, query: URLSearchParams): RestAnswer {
  const row = visible(tenant, id);
  if (!row)
    return tenant.quirks.missingStatus === 204
      ? nothing
      : { ...refuse(tenant.quirks.missingStatus, "Reserva não encontrada"), problems: [] };
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
    if (document && store.get("people", value.personId)?.documento !== cleanDocument(document))
      return false;
    return !sinceDay || value.createdAt.slice(0, 10) >= sinceDay;
  });
  const page = Number(query.get("pagina") ?? 1);
  const rows = found.slice((page - 1) * size, page * size).map(({ id, value }) => ({
    id,
    own: renderReservation(tenant, id, value, {
      conditions: query.get("condicao_completa") === "true",
      additionalFields: query.get("campos_adicionais_reserva_contrato") === "true",
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

function conditions(tenant: Tenant, id: number): RestAnswer {
  const row = visible(tenant, id);
  return row
    ? { status: 200, body: { dados: [renderConditions(tenant, id, row)] }, rows: 1 }
    : { ...refuse(tenant.quirks.missingStatus, "Reserva não encontrada"), problems: [] };
}
