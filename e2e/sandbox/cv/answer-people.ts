import { z } from "zod";
import type { RestAnswer, RestRequest } from "../control/serve-rest.ts";
import { nothing, refuse, refuseInside } from "./envelope.ts";
import type { Tenant } from "./tenant.ts";
import { cleanDocument, isCnpj, isCpf } from "@/lib/core/documents.ts";

const text = z.string().trim().min(1);
const number = z.union([z.number(), z.string().regex(/^\d+$/).transform(Number)]);
const personShape = z.looseObject({
  idpessoa_int: text,
  nome: text,
  documento_tipo: z.enum(["cpf", "cnpj"]),
  documento: text,
  telefone: z.string().max(15),
  email: z.string(),
  cep: z
    .string()
    .regex(/^\d{8}$/)
    .optional(),
  estado_civil: z.number().int().min(1).max(10).optional(),
  estado: z.string().length(2).optional(),
  sexo: z.enum(["M", "F", "NDI"]).optional(),
});
const agencyShape = z.looseObject({ cnpj: text, nome: text, email: z.string() });
const brokerShape = z.looseObject({
  documento: text,
  nome: text,
  sexo: text,
  data_nasc: text,
  telefone: text,
  creci: text,
  notificar_novos_leads: z.enum(["S", "N"]),
  email: text,
  idimobiliaria: number,
});
const done: RestAnswer = {
  status: 200,
  body: { codigo: 200, mensagem: "Cadastro realizado com sucesso" },
  rows: 1,
};
const issues = (error: z.ZodError) =>
  error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
const invalid = (error: z.ZodError): RestAnswer => ({
  ...refuse(400, "Campos obrigatórios ausentes ou inválidos"),
  problems: issues(error),
});

/**
 * Answers people, agencies and brokers below /api/v1/cadastros and their access to developments;
 * null when it is another's path.
 */
export function answerPeople(
  tenant: Tenant,
  path: string,
  request: RestRequest,
): RestAnswer | null {
  if (path === "/api/v1/cadastros/clientes")
    return request.method === "POST"
      ? savePerson(tenant, request.json)
      : findPeople(tenant, request.query);
  if (path === "/api/v1/cadastros/imobiliarias")
    return request.method === "POST"
      ? saveAgency(tenant, request.json)
      : agencies(tenant, () => true);
  const agency = /^\/api\/v1\/cadastros\/imobiliarias\/([^/]+)$/.exec(path);
  if (agency)
    return agencies(
      tenant,
      (id, cnpj) => String(id) === agency[1] || cnpj === cleanDocument(agency[1] ?? ""),
    );
  if (path === "/api/v1/cadastros/corretores")
    return request.method === "POST"
      ? saveBroker(tenant, request.json)
      : brokers(tenant, request.query);
  const sellers = /^\/api\/v3\/cadastros\/empreendimentos\/(\d+)\/(imobiliarias|corretores)$/.exec(
    path,
  );
  if (sellers)
    return listSellers(tenant, Number(sellers[1]), sellers[2] as "imobiliarias" | "corretores");
  if (path === "/api/v2/cadastros/empreendimentos/imobiliarias")
    return associate(tenant, "agencies", "idimobiliaria", request.json);
  if (path === "/api/v2/cadastros/empreendimentos/corretores")
    return associate(tenant, "brokers", "idcorretor", request.json);
  return null;
}

function listSellers(
  { store, quirks }: Tenant,
  developmentId: number,
  who: "imobiliarias" | "corretores",
): RestAnswer {
  if (!quirks.v3) return refuse(405, "Método não permitido");
  const rows =
    who === "imobiliarias"
      ? store
          .list("agencies")
          .filter(({ value }) => value.developmentIds.includes(developmentId))
          .map(({ id, value }) => ({
            idimobiliaria: id,
            nome: value.name,
            razao_social: value.name,
          }))
      : store
          .list("brokers")
          .filter(({ value }) => value.developmentIds.includes(developmentId))
          .map(({ id, value }) => ({ idcorretor: id, nome: value.name }));
  return rows.length === 0
    ? refuse(404, "Nenhum associado")
    : { status: 200, body: { status: "success", code: 200, data: rows }, rows: rows.length };
}

function savePerson({ store, catalogue }: Tenant, body: unknown): RestAnswer {
  const read = personShape.safeParse(body);
  if (!read.success) return invalid(read.error);
  const { idpessoa_int, nome, documento_tipo, documento: given, ...other } = read.data;
  const documento = cleanDocument(given);
  if (!(documento_tipo === "cpf" ? isCpf(documento) : isCnpj(documento)))
    return refuseInside("Documento inválido");
  const known = store.find("people", (one) => one.documento === documento);
  store.put("people", known?.id ?? store.nextId("people", catalogue.firstPerson), {
    idpessoa_int,
    nome,
    documento_tipo,
    documento,
    other: { ...known?.value.other, ...other },
  });
  return done;
}

function findPeople({ store }: Tenant, query: URLSearchParams): RestAnswer {
  const document = cleanDocument(query.get("documento") ?? "");
  const id = query.get("idcliente");
  if (!document && !id && !query.get("email") && !query.get("telefone"))
    return refuse(400, "Informe ao menos um filtro");
  const found = store
    .list("people")
    .filter((one) =>
      document
        ? one.value.documento === document
        : id
          ? String(one.id) === id
          : one.value.other.email === query.get("email"),
    );
  if (found.length === 0) return nothing;
  return {
    status: 200,
    body: {
      codigo: 200,
      pessoas: found.map(({ id: idpessoa, value }) => ({
        idpessoa,
        idpessoa_int: value.idpessoa_int,
        nome: value.nome,
        documento: value.documento,
        ...shown(value.other),
      })),
    },
    rows: found.length,
  };
}

/** Of a person's other fields those that CV publishes as shown; the state by its name. */
function shown(other: Record<string, unknown>): Record<string, unknown> {
  const fields = (
    "email telefone celular sexo data_nasc rg rg_orgao_emissor rg_data_emissao cep bairro numero " +
    "endereco complemento profissao renda_familiar estado_civil data_casamento cidade"
  ).split(" ");
  return {
    ...Object.fromEntries(fields.map((name) => [name, other[name] ?? null])),
    estado: other.estado === "SE" ? "Sergipe" : (other.estado ?? null),
    pais: other["país"] ?? "Brasil",
  };
}

function agencies(
  { store, quirks }: Tenant,
  keep: (id: number, cnpj: string) => boolean,
): RestAnswer {
  const found = store.list("agencies").filter(({ id, value }) => keep(id, value.cnpj));
  if (found.length === 0) return nothing;
  const rows = found.map(({ id, value }) => ({
    idimobiliaria: String(id),
    cnpj: value.cnpj,
    codigointerno: null,
    nome: value.name,
    ativo: value.active ? "S" : "N",
    email: value.email,
    ...(quirks.showsDevelopments
      ? { empreendimentos: value.developmentIds.map((idempreendimento) => ({ idempreendimento })) }
      : {}),
  }));
  // One comes as an object, several as a list.
  return {
    status: 200,
    body: { imobiliarias: rows.length === 1 ? rows[0] : rows },
    rows: rows.length,
  };
}

function saveAgency({ store }: Tenant, body: unknown): RestAnswer {
  const read = agencyShape.safeParse(body);
  if (!read.success) return invalid(read.error);
  const cnpj = read.data.cnpj.replace(/[^\dA-Z]/g, "");
  if (!isCnpj(cnpj)) return refuseInside("CNPJ inválido");
  const known = store.find("agencies", (one) => one.cnpj === cnpj);
  store.put("agencies", known?.id ?? store.nextId("agencies", 9), {
    cnpj,
    name: read.data.nome,
    email: read.data.email,
    active: known?.value.active ?? true,
    developmentIds: known?.value.developmentIds ?? [],
  });
  return done;
}

function brokers({ store, quirks }: Tenant, query: URLSearchParams): RestAnswer {
  const document = cleanDocument(query.get("documento") ?? "");
  const found = store
    .list("brokers")
    .filter(({ id, value }) =>
      document
        ? value.document === document
        : query.get("id")
          ? String(id) === query.get("id")
          : true,
    );
  if (found.length === 0) return nothing;
  const rows = found.map(({ id, value }) => ({
    idcorretor: String(id),
    nome: value.name,
    documento: value.document,
    idcorretor_int: null,
    email: value.email,
    telefone: value.phone,
    genero: value.sex,
    data_nasc: value.birthDay,
    idimobiliaria: String(value.agencyId),
    ativo_login: value.active ? "S" : "N",
    dados_creci: [{ creci: value.creci, situacao: "S", tipo: "D", estado_creci: "SE" }],
    ...(quirks.showsDevelopments ? { empreendimentos: value.developmentIds } : {}),
  }));
  return {
    status: 200,
    body: { codigo: 200, [document ? "corretor" : "corretores"]: rows },
    rows: rows.length,
  };
}

function saveBroker({ store }: Tenant, body: unknown): RestAnswer {
  const read = brokerShape.safeParse(body);
  if (!read.success) return invalid(read.error);
  const { data } = read;
  const document = cleanDocument(data.documento);
  if (!isCpf(document)) return refuseInside("CPF inválido");
  if (!store.get("agencies", data.idimobiliaria)) return refuse(400, "Imobiliária não encontrada");
  const known = store.find("brokers", (one) => one.document === document);
  store.put("brokers", known?.id ?? store.nextId("brokers", 71), {
    document,
    name: data.nome,
    email: data.email,
    phone: data.telefone,
    creci: data.creci,
    sex: data.sexo,
    birthDay: data.data_nasc,
    agencyId: data.idimobiliaria,
    active: known?.value.active ?? true,
    developmentIds: known?.value.developmentIds ?? [],
  });
  return done;
}

function associate(
  { store, catalogue }: Tenant,
  table: "agencies" | "brokers",
  key: string,
  body: unknown,
): RestAnswer {
  const read = z.looseObject({ idempreendimento: number, [key]: number }).safeParse(body);
  if (!read.success) return invalid(read.error);
  const id = Number(read.data[key]);
  const known = store.get(table, id);
  if (!known || !catalogue.developments.some((one) => one.id === read.data.idempreendimento))
    return refuse(400, "Cadastro não encontrado");
  store.change(table, id, {
    developmentIds: [...new Set([...known.developmentIds, Number(read.data.idempreendimento)])],
  });
  return { status: 201, body: { data: { id: 1 }, status: "success" }, rows: 1 };
}
