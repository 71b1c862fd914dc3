import { z } from "zod";
import type { RestAnswer, RestRequest } from "../control/serve-rest.ts";
import { roleOf } from "./catalogue.ts";
import { visible } from "./change-reservation.ts";
import { offsetListed, refuse } from "./envelope.ts";
import { partnerMoment } from "./partner-day.ts";
import type { Tenant } from "./tenant.ts";

const wanted = z.looseObject({
  reserva: z.string().regex(/^\d+$/),
  documento_novo_titular: z.string().min(1),
  motivo: z.string().min(1),
});

/** Answers cessões de direitos: the register, and a new one of a sold reservation. */
export function answerAssignments(tenant: Tenant, request: RestRequest): RestAnswer {
  if (request.method === "GET") return list(tenant, request.query);
  if (request.method !== "POST") return refuse(405, "Método não permitido");
  const read = wanted.safeParse(request.json);
  if (!read.success) return refuse(400, "Cessão inválida");
  const { reserva, documento_novo_titular: document, motivo: reason } = read.data;
  const id = Number(reserva);
  const row = visible(tenant, id);
  if (!row) return refuse(400, "Reserva não encontrada");
  if (roleOf(tenant.catalogue, row.situationId) !== "vendida")
    return refuse(400, "Só uma reserva vendida pode ser cedida");
  const person = tenant.store.find("people", (one) => one.documento === document);
  if (!person) return refuse(400, "Novo titular não cadastrado");
  assign(tenant, id, person.id, reason);
  return { status: 200, body: { codigo: "200", mensagem: "Cessão realizada" }, rows: 1 };
}

/** A reservation passes to another person, as a clerk of this tenant does it. */
export function assign({ store }: Tenant, id: number, personId: number, reason = "Venda"): void {
  const row = store.get("reservations", id);
  if (!row) throw new RangeError(`no reservation ${id}`);
  store.put("assignments", store.nextId("assignments", 1501), {
    reservationId: id,
    fromId: row.personId,
    toId: personId,
    at: partnerMoment(),
    reason,
  });
  store.change("reservations", id, { personId });
}

function list({ store }: Tenant, query: URLSearchParams): RestAnswer {
  const party = (id: number) => {
    const person = store.get("people", id);
    return { idpessoa: id, nome: person?.nome ?? "", documento: person?.documento ?? "" };
  };
  const rows = store
    .list("assignments")
    .filter(
      ({ id, value }) =>
        (!query.get("idreserva") || query.get("idreserva") === String(value.reservationId)) &&
        (!query.get("idcessao") || query.get("idcessao") === String(id)),
    )
    .map(({ id, value }) => ({
      idcessao: id,
      data_cessao: value.at,
      motivo: value.reason,
      idreserva: value.reservationId,
      cliente_cedente: party(value.fromId),
      cliente_cessionario: party(value.toId),
    }));
  return rows.length === 0
    ? refuse(404, "Nenhuma cessão encontrada")
    : offsetListed("cessoes", rows, query);
}
