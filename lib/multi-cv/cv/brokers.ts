import { z } from "zod";
import {
  anId,
  anything,
  listOf,
  maybeCode,
  maybeDay,
  maybeFlag,
  maybeId,
  objectOf,
  readShape,
  someDocument,
  someText,
} from "../wire/tolerant-shapes.ts";
import { readRows } from "../wire/read-rows.ts";
import { developmentIds } from "./agencies.ts";
import type { CvClient } from "./open-cv.ts";

const broker = z
  .looseObject({
    idcorretor: anId,
    idcorretor_int: maybeCode,
    nome: someText,
    documento: someDocument,
    idimobiliaria: maybeId,
    ativo_login: maybeFlag,
    creci: someText,
    dados_creci: listOf(z.looseObject({ creci: someText })),
    genero: someText,
    sexo: someText,
    data_nasc: maybeDay,
    data_de_nascimento: maybeDay,
    email: someText,
    telefone: someText,
    celular: someText,
    imobiliaria: objectOf(z.looseObject({ idimobiliaria: maybeId })),
    empreendimentos: anything,
  })
  .transform((read) => ({
    id: read.idcorretor,
    code: read.idcorretor_int,
    name: read.nome,
    document: read.documento,
    creci: read.dados_creci.find(({ creci }) => creci !== "")?.creci ?? read.creci,
    /** null where the tenant shows none: it is needed to register the broker elsewhere. */
    sex:
      (/^[MF]/i.exec(read.genero || read.sexo)?.[0].toUpperCase() as "M" | "F" | undefined) ??
      (read.genero + read.sexo === "" ? null : ("NDI" as const)),
    birthDay: read.data_nasc ?? read.data_de_nascimento,
    email: read.email,
    phone: read.telefone || read.celular,
    active: (read.ativo_login ?? true) as boolean,
    agencyId: read.idimobiliaria ?? read.imobiliaria.idimobiliaria,
    /** Developments they may sell; null when the answer does not show them. */
    developmentIds: developmentIds(read.empreendimentos),
  }));

/** A broker ("corretor") of a tenant. */
export type Broker = z.output<typeof broker>;

/** Finds a broker by CPF; null when there is none. */
export async function findBroker(cv: CvClient, document: string): Promise<Broker | null> {
  const body = await cv.call({
    method: "GET",
    path: "/api/v1/cadastros/corretores",
    query: { documento: document },
    missing: [400, 404],
  });
  const found = readShape(
    z.array(broker),
    readRows(body, ["corretores", "corretor"]),
    `CV ${cv.label}, corretores`,
  );
  return found.find((one) => one.document === document) ?? null;
}

/** What a broker's registration needs. */
export interface NewBroker {
  document: string;
  name: string;
  email: string;
  phone: string;
  creci: string;
  sex: "M" | "F" | "NDI";
  birthDay: string;
  agencyId: number;
  code?: string;
}

/** Registers or updates a broker by CPF. Read them with `findBroker` afterwards. */
export async function saveBroker(cv: CvClient, broker: NewBroker): Promise<void> {
  await cv.call({
    method: "POST",
    path: "/api/v1/cadastros/corretores",
    idempotent: true,
    body: {
      documento: broker.document,
      nome: broker.name,
      email: broker.email,
      telefone: broker.phone,
      creci: broker.creci,
      sexo: broker.sex,
      data_nasc: broker.birthDay,
      notificar_novos_leads: "N",
      idimobiliaria: broker.agencyId,
      ...(broker.code ? { idcorretor_int: broker.code } : {}),
    },
  });
}

/** Lets a broker sell a development. */
export async function associateBroker(
  cv: CvClient,
  developmentId: number,
  brokerId: number,
): Promise<void> {
  await cv.call({
    method: "POST",
    path: "/api/v2/cadastros/empreendimentos/corretores",
    idempotent: true,
    body: { idempreendimento: developmentId, idcorretor: brokerId },
  });
}
