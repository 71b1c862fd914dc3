import { createHash } from "node:crypto";
import path from "node:path";
import { openJournal } from "../control/journal.ts";
import type { Partner, StandInOptions } from "../control/partner.ts";
import { isSame, type RestAnswer, type RestRequest, serveRest } from "../control/serve-rest.ts";
import { checkEnvelope, checkEvent, checkUser, type EventBody } from "./check-call.ts";

/** How to reach the stand-in of Dito. */
export interface DitoAccess {
  url: string;
  apiKey: string;
  secretKey: string;
}

type Kept = { kind: "person"; id: string } | { kind: "event"; id: string; event: EventBody };

const SIGNUP = /^\/users\/portal\/([^/]+)\/signup$/;
const EVENTS = /^\/users\/([^/]+)$/;
const cents = (value: number) => Math.round(value * 100);

/** What Dito knows, built anew from the journal at start. */
class Books {
  readonly people = new Set<string>();
  readonly messages = new Set<string>();
  readonly heads = new Map<string, { action: string; revenue: number }>();
  readonly lines = new Map<string, number>();
  lineCount = 0;
  repeated = 0;

  apply(kept: Kept): void {
    if (kept.kind === "person") return void this.people.add(kept.id);
    const { action, message_id, revenue, data } = kept.event;
    this.messages.add(message_id);
    const transaction = String(data.transaction_id);
    if (action.endsWith("-produto")) {
      this.lineCount += 1;
      this.lines.set(
        transaction,
        (this.lines.get(transaction) ?? 0) + cents(Number(data.product_price)),
      );
    } else this.heads.set(transaction, { action, revenue: cents(revenue ?? 0) });
  }

  /** Receipts whose lines, once they came, do not sum to what was paid. */
  divergent(): number {
    return [...this.heads].filter(
      ([transaction, { revenue }]) => Math.abs(revenue) !== (this.lines.get(transaction) ?? 0),
    ).length;
  }
}

/** Starts Dito: people and events on one address. */
export async function startDito({
  port,
  folder,
}: StandInOptions): Promise<{ access: DitoAccess; partner: Partner }> {
  const account = { apiKey: "chave-modelo-dito-31", secretKey: "segredo-modelo-dito-62" };
  const journal = openJournal<Kept>(path.join(folder, "books.ndjson"));
  let books = new Books();
  for (const kept of journal.records) books.apply(kept);
  const keep = (kept: Kept) => {
    journal.append(kept);
    books.apply(kept);
  };
  const refuse = (status: number, message: string): RestAnswer => ({
    status,
    body: { error: { message } },
    problems: [message],
  });

  function signUp(id: string, request: RestRequest): RestAnswer {
    const { value, problem } = checkUser(request.json);
    if (!value) return refuse(422, problem);
    keep({ kind: "person", id });
    return { status: 201, body: { data: { reference: id } } };
  }

  function receiveEvent(id: string, request: RestRequest): RestAnswer {
    const fields = request.json as Record<string, unknown>;
    if (fields.id_type !== "id") return refuse(400, "id_type deve ser id");
    // The look at the credentials of a connection test is no mistake of the sender.
    if (fields.event === undefined)
      return { status: 400, body: { error: { message: "event é obrigatório" } }, quiet: true };
    const { value: event, problem } = checkEvent(fields);
    if (!event) return refuse(422, problem);
    if (!books.people.has(id)) return refuse(404, "Cliente não cadastrado");
    const { transaction_id: transaction, store_code: store } = event.data;
    if (books.messages.has(event.message_id)) {
      books.repeated += 1;
      return { status: 200, body: { data: { duplicated: true } } };
    }
    const head = books.heads.get(String(transaction));
    if (event.action.endsWith("-produto") && !head)
      return refuse(422, "item de um cupom desconhecido");
    if (!event.action.endsWith("-produto") && head)
      return refuse(422, `${head.action} já recebido para ${String(transaction)}`);
    if (typeof store === "string" && !/^\d{1,6}$/.test(store))
      return refuse(422, `Loja ${store} não está cadastrada`);
    keep({ kind: "event", id, event });
    return {
      status: 201,
      body: { data: { message_id: event.message_id } },
      rows: event.action.endsWith("-produto") ? 0 : 1,
    };
  }

  const { url, partner } = await serveRest({
    id: "dito",
    name: "Dito",
    port,
    folder,
    authorized: ({ json }) => {
      const fields = (json ?? {}) as Record<string, unknown>;
      return (
        isSame(String(fields.platform_api_key), account.apiKey) &&
        isSame(
          String(fields.sha1_signature),
          createHash("sha1").update(account.secretKey).digest("hex"),
        )
      );
    },
    answer: (request) => {
      if (request.method !== "POST") return refuse(405, "Use POST");
      const problem = checkEnvelope(request.json);
      if (problem) return refuse(400, problem);
      const [person, id] = [SIGNUP.exec(request.path)?.[1], EVENTS.exec(request.path)?.[1]];
      if (person) return signUp(decodeURIComponent(person), request);
      return id
        ? receiveEvent(decodeURIComponent(id), request)
        : refuse(404, "Endereço desconhecido");
    },
    counts: () => ({
      "Clientes cadastrados": books.people.size,
      "Compras aceitas": [...books.heads.values()].filter(({ action }) => action === "comprou")
        .length,
      "Devoluções aceitas": [...books.heads.values()].filter(({ action }) => action === "devolveu")
        .length,
      "Itens aceitos": books.lineCount,
      "Cupons que não somam": books.divergent(),
      "Eventos repetidos": books.repeated,
    }),
    reset: () => {
      journal.clear();
      books = new Books();
    },
    access: (address) => [
      ["Protocolo", "HTTP, JSON"],
      ["Endereço de clientes e de eventos", address],
      ["Chave da API", account.apiKey],
      ["Chave secreta", account.secretKey],
      ["Código da loja", "qualquer número de até 6 dígitos"],
    ],
  });
  return { access: { url, ...account }, partner };
}
