import { createHash } from "node:crypto";
import { z } from "zod";
import type { RestAnswer, RestRequest } from "../control/serve-rest.ts";
import { visible } from "./change-reservation.ts";
import { nothing, refuse } from "./envelope.ts";
import { makePdf } from "./make-file.ts";
import type { FileRow, Tenant } from "./tenant.ts";

/** Larger contents are not kept: they are made up again from their label. */
const KEPT_BYTES = 300_000;
const number = z.union([z.number(), z.string().regex(/^\d+$/).transform(Number)]);
const documentShape = z.looseObject({
  idreserva: number,
  idtipo: number,
  idtipo_associacao: number.nullish(),
  documento_base64: z.string().min(4),
});
const contractsShape = z.looseObject({
  idreserva_cv: number,
  contratos: z
    .array(
      z.object({
        contrato_base64: z.string().min(4),
        contrato_nome: z.string().min(1),
        assinado: z.string().optional(),
        validado: z.string().optional(),
      }),
    )
    .min(1),
});
const isSent = (headers: RestRequest["headers"]) =>
  headers.token !== undefined || headers.email !== undefined || headers.authorization !== undefined;

/** Adds a file to a reservation's books; used by uploads and by the story. */
export function addFile(
  tenant: Tenant,
  table: "documents" | "contracts",
  file: Omit<FileRow, "bytes" | "sha256" | "base64">,
  content: Uint8Array,
): number {
  const id = tenant.store.nextId(table, table === "documents" ? 9 : 15);
  tenant.store.put(table, id, {
    ...file,
    bytes: content.length,
    sha256: createHash("sha256").update(content).digest("hex"),
    base64: content.length <= KEPT_BYTES ? Buffer.from(content).toString("base64") : null,
  });
  return id;
}

/** Files of reservations and the links they are fetched from; null when it is another's path. */
export function answerFiles(tenant: Tenant, path: string, request: RestRequest): RestAnswer | null {
  const link = /^\/arquivos\/(documents|contracts)\/(\d+)$/.exec(path);
  if (link)
    return fetchFile(tenant, link[1] as "documents" | "contracts", Number(link[2]), request);
  if (path === "/api/v1/comercial/reservas/documentos" && request.method === "POST")
    return addDocument(tenant, request.json);
  if (path === "/api/v1/comercial/reservas/contratos" && request.method === "POST")
    return addContracts(tenant, request.json);
  const own = /^\/api\/v1\/comercial\/reservas\/(\d+)\/(documentos|contratos)$/.exec(path);
  if (!own || request.method !== "GET") return null;
  const id = Number(own[1]);
  if (!visible(tenant, id)) return { ...refuse(404, "Reserva não encontrada"), problems: [] };
  return own[2] === "documentos" ? listDocuments(tenant, id) : listContracts(tenant, id);
}

function filesOf(tenant: Tenant, table: "documents" | "contracts", reservationId: number) {
  return tenant.store.list(table).filter(({ value }) => value.reservationId === reservationId);
}

function listDocuments(tenant: Tenant, id: number): RestAnswer {
  const rows = filesOf(tenant, "documents", id);
  const groups: Record<string, object[]> = {};
  for (const { id: idreservasdocumentos, value } of rows) {
    const type = tenant.catalogue.documentTypes.find((one) => one.id === value.typeId);
    (groups[type?.name ?? "Outros"] ??= []).push({
      idreservasdocumentos,
      nome: value.name,
      situacao: "Aprovado",
      motivo_reprovacao: null,
      descricao_motivo_reprovacao: null,
      idtipo: value.typeId,
      tipo: type?.name ?? "",
      idtipo_associacao: value.associationTypeId,
      link: `${tenant.url}/arquivos/documents/${idreservasdocumentos}`,
    });
  }
  if (rows.length === 0) return nothing;
  return {
    status: 200,
    body: {
      total_de_registros: rows.length,
      dados:
        tenant.quirks.documentGroups === "list"
          ? [{ idreserva_cv: id, documentos: [groups] }]
          : { idreserva_cv: id, documentos: groups },
    },
    rows: rows.length,
  };
}

function listContracts(tenant: Tenant, id: number): RestAnswer {
  const contratos = filesOf(tenant, "contracts", id).map((file) => ({
    idreservacontrato: file.id,
    contrato: file.value.name,
    tipo: "Compra e venda",
    assinado: stamp(tenant, file.value.signed),
    validado: stamp(tenant, file.value.validated),
    link: `${tenant.url}/arquivos/contracts/${file.id}`,
  }));
  if (contratos.length === 0) return nothing;
  const held = {
    idreserva_cv: id,
    idreserva_int: tenant.store.get("reservations", id)?.code ?? null,
    contratos,
  };
  // Documented as an array, captured as an object: accounts differ.
  return {
    status: 200,
    body: { total_de_registros: contratos.length, dados: tenant.name === "b" ? [held] : held },
    rows: contratos.length,
  };
}

/** Published as the moment, captured as "S" or "N". */
function stamp({ quirks }: Tenant, moment: string | null): string | null {
  if (quirks.contractStamps === "flag") return moment === null ? "N" : "S";
  return moment;
}

function addDocument(tenant: Tenant, body: unknown): RestAnswer {
  const read = documentShape.safeParse(body);
  if (!read.success)
    return {
      ...refuse(400, "Documento inválido"),
      problems: read.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`),
    };
  const { idreserva, idtipo, idtipo_associacao, documento_base64 } = read.data;
  if (!visible(tenant, idreserva)) return refuse(400, "Reserva não encontrada");
  if (!tenant.catalogue.documentTypes.some((one) => one.id === idtipo))
    return refuse(400, `Tipo de documento ${idtipo} não encontrado`);
  const content = keep(tenant, documento_base64);
  if (tenant.quirks.eatDocuments > 0) {
    tenant.quirks.eatDocuments -= 1;
    return {
      status: 200,
      body: { sucesso: true, id: null },
      problems: ["Respondido “sucesso” sem gravar o documento"],
    };
  }
  const id = addFile(
    tenant,
    "documents",
    {
      reservationId: idreserva,
      name: `documento-${idtipo}`,
      typeId: idtipo,
      associationTypeId: idtipo_associacao ?? null,
      signed: null,
      validated: null,
    },
    content,
  );
  return {
    status: 200,
    body: { sucesso: true, ...(tenant.quirks.uploadAnswersId ? { id } : {}) },
    rows: 1,
  };
}

/** What is kept of an upload: some accounts stamp it. */
function keep({ quirks, store }: Tenant, base64: string): Buffer {
  const content = Buffer.from(base64, "base64");
  if (!quirks.stampsUploads) return content;
  const nth = store.list("documents").length + store.list("contracts").length;
  return Buffer.concat([content, Buffer.from(`\n% recebido ${nth}`)]);
}

function addContracts(tenant: Tenant, body: unknown): RestAnswer {
  if (tenant.quirks.noContractType) return refuse(404, "Não há tipo de contrato padrão");
  const read = contractsShape.safeParse(body);
  if (!read.success)
    return {
      ...refuse(400, "Contrato inválido"),
      problems: read.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`),
    };
  if (!visible(tenant, read.data.idreserva_cv)) return refuse(400, "Reserva não encontrada");
  const contents = read.data.contratos.map((one) => ({
    one,
    content: keep(tenant, one.contrato_base64),
  }));
  if (contents.some(({ content }) => !content.subarray(0, 5).equals(Buffer.from("%PDF-"))))
    return refuse(422, "O contrato deve ser PDF");
  for (const { one, content } of contents)
    addFile(
      tenant,
      "contracts",
      {
        reservationId: read.data.idreserva_cv,
        name: one.contrato_nome,
        typeId: null,
        associationTypeId: null,
        signed: one.assinado ?? null,
        validated: one.validado ?? null,
      },
      content,
    );
  return { status: 201, body: { status: "success" }, rows: contents.length };
}

function fetchFile(
  tenant: Tenant,
  table: "documents" | "contracts",
  id: number,
  { headers }: RestRequest,
): RestAnswer {
  const file = tenant.store.get(table, id);
  if (!file) return { ...refuse(404, "Arquivo não encontrado"), problems: [] };
  const body =
    file.base64 === null
      ? makePdf(`${tenant.name} ${table} ${id}`, file.bytes)
      : Buffer.from(file.base64, "base64");
  return {
    status: 200,
    body,
    headers: { "content-type": "application/pdf" },
    rows: 1,
    problems: isSent(headers) ? ["O link recebeu credenciais, que só pertencem à API"] : [],
  };
}
