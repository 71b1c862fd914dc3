import { z } from "zod";
import {
  aFlag,
  anId,
  anything,
  listOf,
  maybeCode,
  maybeId,
  readShape,
  someText,
} from "../wire/tolerant-shapes.ts";
import { readRows } from "../wire/read-rows.ts";
import type { CvClient } from "./open-cv.ts";

const UNITS_A_PAGE = 100;

const development = z
  .looseObject({
    idempreendimento: anId,
    idempreendimento_int: maybeCode,
    referencia_externa: maybeCode,
    nome: someText,
    cidade: someText,
    estado: someText,
    idempresa: maybeId,
    sigla: someText,
  })
  .transform((read) => ({
    id: read.idempreendimento,
    /** In some tenants the company's code and not the Sienge enterprise: never taken for it without a check. */
    code: read.idempreendimento_int,
    externalReference: read.referencia_externa,
    name: read.nome,
    city: read.cidade,
    state: read.estado,
    companyId: read.idempresa,
  }));

export type Development = z.output<typeof development>;

/** All developments of a tenant. Wrong credentials may answer 404 here too. */
export async function listDevelopments(cv: CvClient): Promise<Development[]> {
  const body = await cv.call({ method: "GET", path: "/api/v1/cadastros/empreendimentos" });
  return readShape(
    z.array(development),
    readRows(body, ["empreendimentos"]),
    `CV ${cv.label}, empreendimentos`,
  );
}

const unitRow = z
  .looseObject({ idunidade: anId, idunidade_int: maybeCode, nome: someText, unidade: someText })
  .transform((read) => ({
    id: read.idunidade,
    code: read.idunidade_int,
    name: read.nome || read.unidade,
  }));
const block = z.looseObject({
  idbloco: maybeId,
  idbloco_int: maybeCode,
  nome: someText,
  bloco: someText,
  unidades: listOf(unitRow),
});
const stage = z.looseObject({
  idetapa: maybeId,
  idetapa_int: maybeCode,
  nome: someText,
  etapa: someText,
  blocos: listOf(block),
});
const nested = z.looseObject({
  idempreendimento: anything,
  idempreendimento_int: maybeCode,
  nome: someText,
  etapas: listOf(stage),
});

/** A unit in the tree of its development. */
export interface UnitPlace {
  id: number;
  code: string | null;
  name: string;
  block: { code: string | null; name: string };
  stage: { code: string | null; name: string };
}

/**
 * A development with all its units; null when the tenant has none of this id. The answer is cut
 * into pages of units.
 */
export async function readDevelopment(
  cv: CvClient,
  id: number,
): Promise<{ id: number; code: string | null; name: string; units: UnitPlace[] } | null> {
  const units = new Map<number, UnitPlace>();
  let head: z.output<typeof nested> | null = null;
  for (let page = 1; ; page += 1) {
    const body = await cv.call({
      method: "GET",
      path: `/api/v1/cadastros/empreendimentos/${id}`,
      query: { limite_dados_unidade: UNITS_A_PAGE, pagina_unidade: page },
      missing: [400, 404],
    });
    const own = unwrap(body);
    if (!own) break;
    const read = readShape(nested, own, `CV ${cv.label}, empreendimento ${id}`);
    head ??= read;
    const before = units.size;
    const found = read.etapas.flatMap((one) =>
      one.blocos.flatMap((held) =>
        held.unidades.map((unit): UnitPlace => ({
          ...unit,
          block: { code: held.idbloco_int, name: held.nome || held.bloco },
          stage: { code: one.idetapa_int, name: one.nome || one.etapa },
        })),
      ),
    );
    for (const unit of found) units.set(unit.id, unit);
    // A tenant that ignores the page answers the same units again: then there is nothing new.
    if (found.length < UNITS_A_PAGE || units.size === before) break;
  }
  return (
    head && { id, code: head.idempreendimento_int, name: head.nome, units: [...units.values()] }
  );
}

function unwrap(body: unknown): unknown {
  if (
    body &&
    typeof body === "object" &&
    !Array.isArray(body) &&
    ("etapas" in body || "idempreendimento" in body)
  )
    return body;
  return readRows(body, ["empreendimento", "empreendimentos"])[0] ?? null;
}

/** One form of the published answer: the fields of a kind of person, by their use. */
const form = listOf(
  z.looseObject({ reserva: listOf(z.looseObject({ nome: someText, obrigatorio: aFlag })) }),
);
const forms = z.looseObject({ formulario_pessoa_fisica: form, formulario_pessoa_juridica: form });

const captured = z.union([
  z.string().transform((name) => ({ name, label: name })),
  z.looseObject({ campo: someText, nome: someText, label: someText }).transform((read) => ({
    name: read.campo || read.nome,
    label: read.label || read.nome || read.campo,
  })),
]);

/** A field that must be filled, and whose: null = everybody's. */
export interface RequiredField {
  name: string;
  label: string;
  kind: "person" | "company" | null;
}

/**
 * Fields of a person that this development demands: used to refuse early, with a reason. Empty when
 * it demands none. Published by kind of person, each with its mark; captured as a bare list, too.
 */
export async function listRequiredFields(
  cv: CvClient,
  developmentId: number,
): Promise<RequiredField[]> {
  const what = `CV ${cv.label}, campos obrigatórios`;
  const body = await cv.call({
    method: "GET",
    path: "/api/v1/cadastros/empreendimentos/campos-obrigatorios",
    query: { idempreendimento: developmentId },
    missing: [404, 405],
  });
  const held = findForms(body);
  if (held === null)
    return readShape(
      z.array(captured),
      readRows(body, ["campos", "campos_obrigatorios"]),
      what,
    ).map((field) => ({ ...field, kind: null }));
  const read = readShape(forms, held, what);
  return [
    ...pickRequired(read.formulario_pessoa_fisica, "person"),
    ...pickRequired(read.formulario_pessoa_juridica, "company"),
  ];
}

function pickRequired(read: z.output<typeof form>, kind: "person" | "company"): RequiredField[] {
  return read
    .flatMap(({ reserva }) => reserva)
    .filter(({ obrigatorio }) => obrigatorio)
    .map(({ nome }) => ({ name: nome, label: nome, kind }));
}

/** The object that holds the forms, bare or one layer deeper; null when the answer is of the other shape. */
function findForms(body: unknown): object | null {
  const candidates = [body, ...readRows(body)];
  return (
    candidates.find(
      (one): one is object =>
        typeof one === "object" && one !== null && "formulario_pessoa_fisica" in one,
    ) ?? null
  );
}
