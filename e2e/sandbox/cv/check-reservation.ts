import { z } from "zod";
import { roleOf } from "./catalogue.ts";
import type { Condition, Person, ReservationRow, Tenant } from "./tenant.ts";

const number = z.union([z.number(), z.string().regex(/^\d+$/).transform(Number)]);
const brazilianDay = z
  .string()
  .regex(/^(0[1-9]|[12]\d|3[01])\/(0[1-9]|1[0-2])\/\d{4}$/, "data deve ser DD/MM/AAAA");
const flag = z.enum(["S", "N"]);

const bodyShape = z.looseObject({
  idreserva_int: z.string().optional(),
  idpessoa_cv: number.optional(),
  idpessoa_int: z.string().optional(),
  idempreendimento_cv: number.optional(),
  idempreendimento_int: z.string().optional(),
  idunidade_cv: number.optional(),
  idunidade_int: z.string().optional(),
  idcorretor_cv: number.optional(),
  idcorretor_int: z.string().optional(),
  idtipovenda: number.optional(),
  condicoes: z
    .array(
      z.object({
        idserie_cv: number.optional(),
        idserie_int: z.string().optional(),
        quantidade_parcelas: z.number().int().positive(),
        valor_parcela: z.number().positive(),
        primeiro_vencimento: brazilianDay,
        idindexador: number.optional(),
        idportador: number.optional(),
        retirar_comissao: flag.default("N"),
      }),
    )
    .min(1, "ao menos uma condição"),
  associado: z
    .object({
      idpessoa_cv: number.optional(),
      idpessoa_int: z.string().optional(),
      idtipo_associacao: number,
      participacao_contrato: flag.optional(),
      percentual_participacao: z.number().optional(),
    })
    .optional(),
});

/** What a create asks for, in the tenant's own numbers. */
export interface Wanted {
  code: string | null;
  personId: number;
  developmentId: number;
  unitId: number;
  brokerId: number;
  saleTypeId: number | null;
  conditions: Condition[];
  associates: ReservationRow["associates"];
}

/** Reads the body of a create and holds it against the tenant's books; problems are Portuguese sentences. */
export function checkReservation(
  tenant: Tenant,
  body: unknown,
): { wanted: Wanted } | { problems: string[] } {
  const read = bodyShape.safeParse(body);
  if (!read.success)
    return {
      problems: read.error.issues.map(
        (issue) => `${issue.path.join(".") || "corpo"}: ${issue.message}`,
      ),
    };
  const { data } = read;
  const { store, catalogue, quirks } = tenant;
  const problems: string[] = [];
  const need = <Value>(value: Value | undefined, sentence: string): Value | undefined => {
    if (value === undefined) problems.push(sentence);
    return value;
  };

  const personId =
    data.idpessoa_cv ?? store.find("people", (one) => one.idpessoa_int === data.idpessoa_int)?.id;
  const person = need(
    personId === undefined ? undefined : store.get("people", personId),
    "Pessoa titular não cadastrada",
  );
  const development = need(
    catalogue.developments.find(
      (one) =>
        one.id === data.idempreendimento_cv ||
        (data.idempreendimento_cv === undefined && one.code === data.idempreendimento_int),
    ),
    "Empreendimento não encontrado",
  );
  const unit = need(
    store
      .list("units")
      .find(
        ({ id, value }) =>
          value.developmentId === development?.id &&
          (id === data.idunidade_cv ||
            (data.idunidade_cv === undefined && value.code === data.idunidade_int)),
      ),
    "Unidade não encontrada no empreendimento",
  );
  if (unit && unit.value.state !== 1)
    problems.push(`Unidade ${unit.value.block}-${unit.value.name} indisponível`);
  const broker = need(
    data.idcorretor_cv === undefined ? undefined : store.get("brokers", data.idcorretor_cv),
    "Corretor não encontrado",
  );
  if (broker && !broker.active) problems.push("Corretor inativo");
  if (broker && development && !broker.developmentIds.includes(development.id))
    problems.push("Corretor sem acesso ao empreendimento");
  if (
    data.idtipovenda !== undefined &&
    !catalogue.saleTypes.some((one) => one.id === data.idtipovenda)
  )
    problems.push("Tipo de venda não encontrado");
  if (person) problems.push(...missingFields(catalogue.required, person));

  const conditions = data.condicoes.map((one): Condition => {
    const series = catalogue.series.find(
      (known) =>
        known.id === one.idserie_cv ||
        (one.idserie_cv === undefined && known.code === one.idserie_int),
    );
    if (!series) problems.push(`Série ${one.idserie_cv ?? one.idserie_int} não encontrada`);
    const [day = "", month = "", year = ""] = one.primeiro_vencimento.split("/");
    if (series?.days && !series.days.split(";").map(Number).includes(Number(day)))
      problems.push(`Série ${series.name} só vence nos dias ${series.days}`);
    if (
      one.idindexador !== undefined &&
      !catalogue.indexers.some((known) => known.id === one.idindexador)
    )
      problems.push("Indexador não encontrado");
    if (Math.abs(one.valor_parcela * 100 - Math.round(one.valor_parcela * 100)) > 1e-6)
      problems.push("valor_parcela com mais de duas casas");
    return {
      seriesId: series?.id ?? 0,
      count: one.quantidade_parcelas,
      amountCents: Math.round(one.valor_parcela * 100),
      firstDueDay: `${year}-${month}-${day}`,
      indexerId: one.idindexador ?? null,
      holdsCommission: one.retirar_comissao,
      ...(one.idportador === undefined ? {} : { bearer: one.idportador }),
    };
  });

  const associates = data.associado
    ? [
        {
          personId: data.associado.idpessoa_cv ?? 0,
          typeId: data.associado.idtipo_associacao,
          share: data.associado.percentual_participacao ?? null,
          ...(data.associado.participacao_contrato === "N" ? { party: false } : {}),
        },
      ]
    : [];
  for (const associate of associates) problems.push(...associateProblems(tenant, associate));
  if (quirks.forbidden.includes("/comercial/reservas")) problems.push("Sem permissão");
  if (
    problems.length ||
    !development ||
    !unit ||
    personId === undefined ||
    data.idcorretor_cv === undefined
  )
    return { problems };
  return {
    wanted: {
      code: data.idreserva_int ?? null,
      personId,
      developmentId: development.id,
      unitId: unit.id,
      brokerId: data.idcorretor_cv,
      saleTypeId: data.idtipovenda ?? null,
      conditions,
      associates,
    },
  };
}

export function associateProblems(
  { store, catalogue }: Tenant,
  { personId, typeId }: { personId: number; typeId: number },
): string[] {
  return [
    ...(store.get("people", personId) ? [] : ["Pessoa associada não cadastrada"]),
    ...(catalogue.associationTypes.some((one) => one.id === typeId)
      ? []
      : [`Tipo de associação ${typeId} não encontrado`]),
  ];
}

function missingFields(required: readonly string[], person: Person): string[] {
  return required.flatMap((field) => {
    const value = field in person ? person[field as keyof Person] : person.other[field];
    return value ? [] : [`Campo obrigatório da pessoa não preenchido: ${field}`];
  });
}

/** Whether a reservation of this key is active already: a create that names it again is what must never happen. */
export function isRepeated({ store, catalogue }: Tenant, code: string | null): boolean {
  return (
    code !== null &&
    store.find(
      "reservations",
      (one) =>
        one.code === code &&
        !["cancelada", "vencida", "distrato"].includes(roleOf(catalogue, one.situationId) ?? ""),
    ) !== undefined
  );
}
