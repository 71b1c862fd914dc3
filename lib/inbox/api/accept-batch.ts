import { createHash } from "node:crypto";
import { knownProductCodes } from "@/db/queries/products/catalogue-write.ts";
import {
  claimIdempotencyKey,
  finishApiImport,
  insertRefusals,
  type NewRefusal,
  readInboxContext,
} from "@/db/queries/movements/imports.ts";
import { cleanText } from "@/lib/core/clean-text.ts";
import { asPerson, type Database, type Transaction } from "@/db/client.ts";
import {
  type Finding,
  type InboxContext,
  type InboxDocument,
  keyOfDocument,
  type Reading,
  readingOf,
} from "../document.ts";
import { saveGuarded } from "../save-guarded.ts";
import type { SaveOutcome } from "../save-outcome.ts";
import { answerApi, ApiRefusal, type Envelope } from "./answer-api.ts";
import type { ApiCaller } from "./authenticate-api-key.ts";

/** The most records of one call. */
export const MAX_RECORDS = 500;

/** One kind of call: where its records stand in the body and what each becomes. */
export interface BatchKind {
  /** Name of the import on screen, beside the key's name. */
  label: string;
  field: string;
  parse(record: unknown, context: InboxContext): { document: InboxDocument; warnings: Finding[] };
}

export interface BatchRequest {
  value: unknown;
  bytes: Uint8Array;
  idempotencyKey: string | null;
}

/** As text, since the database keeps an object's fields in an order of its own. */
interface StoredAnswer {
  hash: string;
  text: string;
}

interface RecordResult {
  indice: number;
  chave: string;
  situacao: "aceito" | "duplicado" | "recusado";
  codigo?: string;
  mensagem?: string;
  avisos?: string[];
}

/** Takes a batch in one transaction, record by record: what is wrong with one keeps none of the others out. */
export async function acceptBatch(
  db: Database,
  caller: ApiCaller,
  kind: BatchKind,
  request: BatchRequest,
): Promise<Envelope> {
  const records = (request.value as Record<string, unknown> | null)?.[kind.field];
  if (!Array.isArray(records))
    throw new ApiRefusal(
      400,
      "invalid_body",
      `O corpo precisa ser um objeto com a lista "${kind.field}".`,
    );
  const unknown = Object.keys(request.value as object).find((name) => name !== kind.field);
  if (unknown !== undefined)
    throw new ApiRefusal(
      400,
      "unknown_field",
      `Campo desconhecido: ${cleanText(unknown, 40)}. O corpo tem só a lista "${kind.field}".`,
    );
  if (records.length === 0)
    throw new ApiRefusal(400, "empty_batch", `A lista "${kind.field}" está vazia.`);
  if (records.length > MAX_RECORDS)
    throw new ApiRefusal(
      413,
      "too_many_records",
      `A lista "${kind.field}" passa de ${MAX_RECORDS} registros. Divida-a em mais chamadas.`,
    );
  const key = request.idempotencyKey;
  if (key !== null && !/^[\x21-\x7E]{1,100}$/.test(key))
    throw new ApiRefusal(
      400,
      "invalid_idempotency_key",
      "O cabeçalho Idempotency-Key precisa ter de 1 a 100 caracteres visíveis.",
    );
  const hash = createHash("sha256")
    .update(kind.field)
    .update("\0")
    .update(request.bytes)
    .digest("hex");

  return asPerson(db, caller.organizationId, async (tx, now) => {
    const claim = await claimIdempotencyKey(tx, {
      organizationId: caller.organizationId,
      name: `${kind.label} · ${caller.keyName}`,
      requestedName: `Chave ${caller.keyName}`,
      bytes: request.bytes.length,
      apiKeyId: caller.keyId,
      idempotencyKey: key,
    });
    if (claim.importId === null) {
      const earlier = claim.answer as StoredAnswer | null;
      if (earlier?.hash !== hash)
        throw new ApiRefusal(
          422,
          "idempotency_key_reused",
          "Esta Idempotency-Key já foi usada com outro conteúdo. Use uma chave nova para um lote novo.",
        );
      return JSON.parse(earlier.text) as Envelope;
    }
    const context: InboxContext = { ...(await readInboxContext(tx, caller.organizationId)), now };
    const readings = records.map((record) => readingOf(() => kind.parse(record, context)));
    const results = await save(tx, caller.organizationId, claim.importId, context, readings);
    const count = (situation: RecordResult["situacao"]) =>
      results.filter((result) => result.situacao === situation).length;
    const [accepted, duplicated, refused] = [
      count("aceito"),
      count("duplicado"),
      count("recusado"),
    ];
    const envelope = answerApi(
      results,
      `${accepted} aceitos, ${duplicated} duplicados, ${refused} recusados.`,
    );
    await insertRefusals(tx, caller.organizationId, claim.importId, results.flatMap(toRefusals));
    await finishApiImport(tx, caller.organizationId, claim.importId, {
      read: results.length,
      accepted,
      duplicated,
      refused,
      warned: results.reduce((all, result) => all + (result.avisos?.length ?? 0), 0),
      answer:
        key === null ? null : ({ hash, text: JSON.stringify(envelope) } satisfies StoredAnswer),
    });
    return envelope;
  });
}

async function save(
  tx: Transaction,
  organizationId: number,
  importId: number,
  context: InboxContext,
  readings: readonly Reading[],
): Promise<RecordResult[]> {
  const checked = await refuseUnknownProducts(tx, organizationId, readings);
  const documents = checked.flatMap((reading) => (reading.document ? [reading.document] : []));
  const outcomes = await saveGuarded(
    tx,
    { organizationId, importId, timeZone: context.timeZone },
    documents,
  );
  let next = 0;
  return checked.map((reading, indice): RecordResult => {
    if (!reading.document)
      return {
        indice,
        chave: reading.refusal.documentKey,
        situacao: "recusado",
        codigo: reading.refusal.code,
        mensagem: reading.refusal.reason,
      };
    const outcome = outcomes[next++] as SaveOutcome;
    const chave = keyOfDocument(reading.document);
    if (outcome.status !== "accepted")
      return {
        indice,
        chave,
        situacao: outcome.status === "duplicate" ? "duplicado" : "recusado",
        codigo: outcome.code,
        mensagem: outcome.reason,
      };
    const avisos = [
      ...reading.warnings.map((warning) => warning.reason),
      ...(outcome.note ? [outcome.note.reason] : []),
    ];
    return { indice, chave, situacao: "aceito", ...(avisos.length > 0 && { avisos }) };
  });
}

/** Price and stock of a product that the catalogue does not have would never be seen again. */
async function refuseUnknownProducts(
  tx: Transaction,
  organizationId: number,
  readings: readonly Reading[],
): Promise<Reading[]> {
  const bare = (reading: Reading) =>
    reading.document?.type === "product" && reading.document.product === null
      ? reading.document.code
      : null;
  const codes = readings.flatMap((reading) => bare(reading) ?? []);
  const known = await knownProductCodes(tx, organizationId, codes);
  return readings.map((reading) => {
    const code = bare(reading);
    return code === null || known.has(code)
      ? reading
      : {
          document: null,
          warnings: [],
          refusal: {
            code: "unknown_product",
            reason: "O produto não está no catálogo. Envie-o antes em /api/v1/products.",
            documentKey: code,
          },
        };
  });
}

function toRefusals(result: RecordResult): NewRefusal[] {
  const place = `registro ${result.indice}`;
  if (result.situacao !== "aceito")
    return [
      {
        place,
        documentKey: result.chave,
        severity: "refusal",
        code: result.codigo ?? "",
        reason: result.mensagem ?? "",
      },
    ];
  return (result.avisos ?? []).map((reason) => ({
    place,
    documentKey: result.chave,
    severity: "warning",
    code: "warning",
    reason,
  }));
}
