import type { LedgerRecord } from "@/lib/core/ledger-record.ts";
import type { Branch, Product } from "@/lib/core/movement.ts";
import type { Purchase } from "@/lib/core/purchase.ts";
import { PartnerError } from "@/lib/core/errors.ts";
import type { Delivered, PreparedFile, Rejection, StoredFile, TaskContext } from "../define.ts";
import { describeUndone } from "./describe-undone.ts";
import { callWms, isRefusal, type WmsCallKey, type WmsItem } from "./wms-call.ts";
import { entryKey, entryRecord, refuseEntry } from "./wms-entry-record.ts";
import { exitRecord, refuseExit } from "./wms-exit-record.ts";
import type { WmsPartner } from "./wms-partner.ts";
import { depotsOf } from "./wms-settings.ts";

interface Outgoing {
  body: { registroerp: string };
  ledger: LedgerRecord;
}

/** The settings that sending goes by. */
export type SendKey =
  | WmsCallKey
  | "cd_deposito"
  | "documentos_por_envio"
  | "envia_devolucao"
  | "envia_orcamento"
  | "lote_padrao"
  | "validade_padrao_dias";

const depotCode = (
  ctx: TaskContext<SendKey>,
  { sendsDepot }: Pick<WmsPartner, "sendsDepot">,
  depot: Branch,
) => (sendsDepot ? ctx.settings.forBranch("cd_deposito", depot.id) : null);
const recordOf = (
  branchId: number,
  day: string,
  key: string,
  amountCents: number,
): LedgerRecord => ({
  key: `${branchId}:${key}`,
  branchId,
  day,
  register: "",
  kind: "document",
  amountCents,
});

/** Purchases of the depots, each once; one whose invoice was cancelled before it went stays here. */
export async function* prepareEntries(
  ctx: TaskContext<SendKey>,
  partner: Pick<WmsPartner, "sendsDepot">,
): AsyncIterable<PreparedFile> {
  const products = new Map<string, Product>();
  for await (const product of ctx.movements.products()) products.set(product.code, product);
  const rule = {
    lot: ctx.settings.text("lote_padrao"),
    days: ctx.settings.integer("validade_padrao_dias"),
  };
  for (const depot of depotsOf(ctx)) {
    const cancelled = new Set<string>();
    const undone: Pick<Purchase, "documentKey" | "supplierCnpj" | "series" | "number">[] = [];
    for await (const purchase of ctx.movements.purchases({
      branchIds: [depot.id],
      period: ctx.period,
    }))
      if (purchase.kind === "cancellation") {
        const documentKey = purchase.originalKey || purchase.documentKey;
        const { supplierCnpj, series, number } = purchase;
        cancelled.add(documentKey);
        undone.push({ documentKey, supplierCnpj, series, number });
      }
    await tellUndone(ctx, depot, undone);
    yield* batch(
      ctx,
      depot,
      "entradas",
      (async function* () {
        for await (const purchase of ctx.movements.purchases({
          branchIds: [depot.id],
          period: ctx.period,
        })) {
          if (purchase.kind !== "purchase" || cancelled.has(purchase.documentKey)) continue;
          const key = entryKey(purchase);
          const refusal = refuseEntry(purchase, rule);
          if (refusal)
            ctx.refuse({
              key: `${depot.id}:${key}`,
              ...refusal,
              branchId: depot.id,
              day: purchase.day,
            });
          else
            yield {
              body: entryRecord(purchase, {
                products,
                depot: depotCode(ctx, partner, depot),
                rule,
              }),
              ledger: recordOf(depot.id, purchase.day, key, purchase.totalCents),
            };
        }
      })(),
    );
  }
}

/** The exchange has no call that takes an entry back: what went before it was cancelled is told. */
async function tellUndone(
  ctx: TaskContext<SendKey>,
  depot: Branch,
  undone: readonly Pick<Purchase, "documentKey" | "supplierCnpj" | "series" | "number">[],
): Promise<void> {
  const keyOf = (one: (typeof undone)[number]) => `${depot.id}:${entryKey(one)}`;
  const sent = await ctx.ledger.accepted(undone.map(keyOf));
  const numbers = undone.filter((one) => sent.has(keyOf(one))).map(({ number }) => number);
  if (numbers.length > 0)
    ctx.log(
      "warn",
      `${depot.name}: ${describeUndone(numbers, "nota já enviada foi cancelada depois", "notas já enviadas foram canceladas depois")}. O WMS não recebe cancelamentos: cancele a entrada no depósito.`,
    );
}

/** Orders of the depots, each once; quotes and returns to suppliers only where the registration says so. */
export async function* prepareExits(
  ctx: TaskContext<SendKey>,
  partner: Pick<WmsPartner, "sendsDepot">,
): AsyncIterable<PreparedFile> {
  const wanted = {
    replenishment: true,
    pre_invoice: true,
    quote: ctx.settings.flag("envia_orcamento"),
    supplier_return: ctx.settings.flag("envia_devolucao"),
  };
  for (const depot of depotsOf(ctx)) {
    yield* batch(
      ctx,
      depot,
      "saidas",
      (async function* () {
        for await (const order of ctx.movements.outboundOrders({
          branchIds: [depot.id],
          period: ctx.period,
        })) {
          if (!wanted[order.kind]) continue;
          const refusal = refuseExit(order);
          if (refusal)
            ctx.refuse({
              key: `${depot.id}:${order.documentKey}`,
              ...refusal,
              branchId: depot.id,
              day: order.day,
            });
          else
            yield {
              body: exitRecord(order, depotCode(ctx, partner, depot)),
              ledger: recordOf(depot.id, order.day, order.documentKey, 0),
            };
        }
      })(),
    );
  }
}

async function* batch(
  ctx: TaskContext<SendKey>,
  depot: Branch,
  what: string,
  documents: AsyncIterable<Outgoing>,
): AsyncIterable<PreparedFile> {
  const most = ctx.settings.integer("documentos_por_envio");
  let number = 0;
  let part: Outgoing[] = [];
  const close = async () => {
    const accepted = await ctx.ledger.accepted(part.map(({ ledger }) => ledger.key));
    const fresh = part.filter(({ ledger }) => !accepted.has(ledger.key));
    part = [];
    return fresh.length > 0
      ? batchFile(
          ctx,
          depot,
          `${what}-${depot.cnpj}-${ctx.period.last.replaceAll("-", "")}-g${ctx.task.generation}-${String(++number).padStart(3, "0")}`,
          fresh,
        )
      : null;
  };
  for await (const document of documents) {
    part.push(document);
    const file = part.length === most ? await close() : null;
    if (file) yield file;
  }
  const last = await close();
  if (last) yield last;
}

function batchFile(
  ctx: TaskContext,
  depot: Branch,
  name: string,
  part: readonly Outgoing[],
): PreparedFile {
  return {
    name: `${name}.json`,
    contentType: "application/json",
    branchId: depot.id,
    day: ctx.period.last,
    rows: () => part.length,
    body: (async function* () {
      yield JSON.stringify(part.map(({ body }) => body));
    })(),
    records: part.map(({ ledger }) => ledger),
  };
}

/**
 * Sends one batch. The warehouse takes it whole or not at all: when it refuses, each document goes alone,
 * so that one wrong invoice does not hold up the others.
 */
export async function deliverBatch<Key extends string>(
  ctx: TaskContext<SendKey | Key>,
  file: StoredFile,
  partner: WmsPartner<Key>,
  path: string,
): Promise<Delivered> {
  const documents = JSON.parse(await file.text()) as Array<Outgoing["body"]>;
  const send = (part: readonly object[]) =>
    callWms(ctx, {
      method: "PUT",
      path,
      body: JSON.stringify(part),
      headers: partner.headers(ctx),
    });
  const reply = await send(documents);
  if (reply.length === documents.length && !reply.some(isRefusal))
    return { status: "done", receipt: receiptOf(reply), rejections: [] };
  if (documents.length > 1)
    ctx.log(
      "warn",
      `O WMS não aceitou o envio ${file.name} por inteiro; os documentos seguem um a um.`,
    );
  const rejections: Rejection[] = [];
  const taken: WmsItem[] = [];
  for (const [index, document] of documents.entries()) {
    const [answer, ...more] = documents.length === 1 ? reply : await send([document]);
    if (!answer || more.length > 0)
      throw new PartnerError(
        "unexpected_shape",
        `O WMS não respondeu pelo documento ${document.registroerp}.`,
      );
    if (isRefusal(answer))
      rejections.push({
        key: file.records[index]?.key ?? document.registroerp,
        code: answer.status ?? "",
        message: `Documento ${document.registroerp}: ${answer.mensagem || "recusado pelo WMS"}`,
      });
    else taken.push(answer);
  }
  return { status: "done", receipt: receiptOf(taken), rejections };
}

/** The warehouse's own numbers of what it took. */
function receiptOf(reply: readonly WmsItem[]): string {
  return reply
    .map((item) => String(item.id_wms ?? item.pedidoid ?? ""))
    .filter(Boolean)
    .join(", ")
    .slice(0, 500);
}
