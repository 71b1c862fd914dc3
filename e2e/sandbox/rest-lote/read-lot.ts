import { createHash } from "node:crypto";
import { z } from "zod";
import { isCnpj } from "@/lib/core/documents.ts";
import { isDay } from "@/lib/core/period.ts";
import type { RestAnswer, RestRequest } from "../control/serve-rest.ts";
import type { LotBooks } from "./lot-books.ts";
import type { LotResource } from "./lot-contract.ts";

/** What a partner of the batch profile wants, and how much at once. */
export interface LotDesk {
  /** Codes that stand in the head of each lot, with the value that is ours. Empty accepts any. */
  head: Readonly<Record<string, string>>;
  resources: Readonly<Record<string, LotResource>>;
  limits: { records: number; bytes: number; closedBefore: string };
}

const DAY_MS = 86_400_000;

const refuse = (status: number, codigo: string, mensagem: string): RestAnswer => ({
  status,
  body: { codigo, mensagem },
  problems: [`${codigo}: ${mensagem}`],
});

/** A record that is wrong, as the partner answers it. */
interface Refused {
  indice: number;
  chave: string | null;
  codigo: string;
  mensagem: string;
}

/** Everything wrong with a body that is no lot at all; null when it is one. */
export function judgeHead(desk: LotDesk, body: unknown): { code: string; message: string } | null {
  const shape = z.strictObject({
    lote: z.string().min(1).max(120),
    cnpj: z.string().refine(isCnpj),
    data_movimento: z.string().refine(isDay),
    registros: z.array(z.unknown()).min(1),
    ...Object.fromEntries(Object.keys(desk.head).map((key) => [key, z.string().min(1)])),
  });
  const parsed = shape.safeParse(body);
  if (!parsed.success)
    return {
      code: "LOTE_INVALIDO",
      message: parsed.error.issues
        .slice(0, 3)
        .map((issue) => `${issue.path.join(".") || "lote"}: ${issue.message}`)
        .join("; "),
    };
  const given = parsed.data as Record<string, unknown>;
  for (const [key, value] of Object.entries(desk.head))
    if (value !== "" && given[key] !== value)
      return { code: "CODIGO_DESCONHECIDO", message: `${key} não é deste contrato` };
  if (
    (parsed.data.data_movimento as string) >
    new Date(Date.now() + DAY_MS).toISOString().slice(0, 10)
  )
    return { code: "DATA_FUTURA", message: "data_movimento ainda não chegou" };
  if ((parsed.data.data_movimento as string) < desk.limits.closedBefore)
    return { code: "PERIODO_FECHADO", message: "movimento de período já fechado" };
  return null;
}

/** What is wrong with each record of a resource. */
export function judgeRecords(
  resource: LotResource,
  records: readonly unknown[],
  day: string,
): Refused[] {
  const seen = new Set<string>();
  const others = new Set<string>();
  return records.flatMap((record, indice): Refused[] => {
    const given = (record as { chave?: unknown } | null)?.chave;
    const chave = typeof given === "string" ? given : null;
    const bad = (codigo: string, mensagem: string) => [{ indice, chave, codigo, mensagem }];
    const parsed = resource.shape.safeParse(record);
    if (!parsed.success)
      return bad(
        "CAMPO_INVALIDO",
        parsed.error.issues
          .slice(0, 3)
          .map((issue) => `${issue.path.join(".") || "registro"}: ${issue.message}`)
          .join("; "),
      );
    if (chave !== null && seen.has(chave))
      return bad("CHAVE_DUPLICADA", "a chave aparece duas vezes no lote");
    if (chave !== null) seen.add(chave);
    const unique = resource.uniqueOf?.(parsed.data as never) ?? null;
    if (unique !== null && others.has(unique))
      return bad("DUPLICADO", "outro registro do lote já o tem");
    if (unique !== null) others.add(unique);
    const found = resource.judge?.(parsed.data as never, day);
    return found ? bad(...found) : [];
  });
}

/** Takes a lot, or says why not. */
export function readLot(
  desk: LotDesk,
  books: LotBooks,
  request: RestRequest,
  resourceName: string,
): RestAnswer {
  const resource = desk.resources[resourceName];
  if (!resource) return refuse(404, "RECURSO", `não há o recurso ${resourceName}`);
  if (!request.headers["content-type"]?.startsWith("application/json"))
    return refuse(415, "TIPO", "Content-Type deve ser application/json");
  const key = request.headers["idempotency-key"];
  if (typeof key !== "string" || !/^[\w.-]{8,200}$/.test(key))
    return refuse(400, "SEM_CHAVE", "falta o cabeçalho Idempotency-Key");
  if (request.body.length > desk.limits.bytes) return refuse(413, "TAMANHO", "lote maior que 5 MB");
  const head = judgeHead(desk, request.json);
  if (head) return refuse(422, head.code, head.message);
  const {
    registros,
    cnpj,
    data_movimento: day,
  } = request.json as { registros: unknown[]; cnpj: string; data_movimento: string };
  if (registros.length > desk.limits.records)
    return {
      ...refuse(413, "TAMANHO", `mais de ${desk.limits.records} registros`),
      problems: desk.limits.records < 500 ? [] : ["mais de 500 registros"],
    };
  const hash = createHash("sha256").update(request.body).digest("hex");
  if (!key.endsWith((request.json as { lote: string }).lote))
    return refuse(422, "CHAVE_DIVERGENTE", "a Idempotency-Key não é a do lote");
  const known = books.find(key);
  if (known && known.hash !== hash)
    return refuse(422, "CHAVE_REUTILIZADA", "a mesma Idempotency-Key veio com outro conteúdo");
  if (known) {
    books.noteRepeat();
    return known.clean
      ? {
          status: 409,
          body: { codigo: "DUPLICADO", mensagem: "lote já recebido", protocolo: known.protocol },
        }
      : { status: 200, body: known.answer };
  }
  const refused = judgeRecords(resource, registros, day);
  const wrong = new Set(refused.map(({ indice }) => indice));
  const taken = registros.flatMap((record, index) =>
    wrong.has(index) ? [] : [String((record as { chave: string }).chave)],
  );
  const protocol = books.nextProtocol();
  const answer = { protocolo: protocol, aceitos: taken.length, rejeitados: refused };
  books.keep({
    key,
    hash,
    protocol,
    answer,
    clean: refused.length === 0,
    resource: resourceName,
    cnpj,
    day,
    taken,
    refused: refused.length,
  });
  return {
    status: 201,
    body: answer,
    rows: registros.length,
    problems: refused.map((one) => `Registro ${one.indice + 1}: ${one.codigo} ${one.mensagem}`),
  };
}
