import { z } from "zod";
import type { RestAnswer } from "../control/serve-rest.ts";
import { situationOf, roleOf } from "./catalogue.ts";
import { associateProblems, checkReservation, isRepeated } from "./check-reservation.ts";
import { refuse, refuseInside } from "./envelope.ts";
import { enterSituation, type Moved } from "./move-reservation.ts";
import { partnerMoment } from "./partner-day.ts";
import type { ReservationRow, Tenant } from "./tenant.ts";

/** Situations whose reservations a list leaves out unless it is asked for them. */
export const HIDDEN_FROM_ALL = ["cancelada", "vencida", "distrato"];
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

/** A reservation that can be seen now. */
export function visible({ store }: Tenant, id: number): ReservationRow | null {
  const row = store.get("reservations", id);
  return row && row.bornAt <= Date.now() ? row : null;
}

export function create(tenant: Tenant, body: unknown, moved: Moved): RestAnswer {
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

export function update(tenant: Tenant, body: unknown): RestAnswer {
  const shape = z.looseObject({
    idreserva_cv: number,
    idpessoa_cv: number.optional(),
    idcorretor_cv: number.optional(),
    associados: z
      .array(
        z.looseObject({
          idpessoa_cv: number,
          idtipo_associacao: number,
          participacao_contrato: z.enum(["S", "N"]).optional(),
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
    ...(one.participacao_contrato === "N" ? { party: false } : {}),
  }));
  const { idpessoa_cv: personId, idcorretor_cv: brokerId } = parsed.data;
  const problems = [
    ...(associates ?? []).flatMap((one) => associateProblems(tenant, one)),
    ...(personId !== undefined && !tenant.store.get("people", personId)
      ? ["Pessoa não cadastrada"]
      : []),
    ...(brokerId !== undefined && !tenant.store.get("brokers", brokerId)
      ? ["Corretor não cadastrado"]
      : []),
  ];
  if (problems.length) return { ...refuse(400, problems[0] ?? ""), problems };
  tenant.store.change("reservations", id, {
    ...(associates ? { associates } : {}),
    ...(personId === undefined ? {} : { personId }),
    ...(brokerId === undefined ? {} : { brokerId }),
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

export function act(tenant: Tenant, path: string, body: unknown, moved: Moved): RestAnswer | null {
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
  if (tenant.quirks.refusesOwnWays && path === "/informar-venda")
    return refuse(422, "Informe idreserva_int");
  if (tenant.quirks.refusesOwnWays && path === "/distratos")
    return refuse(500, "Erro na requisição");
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
