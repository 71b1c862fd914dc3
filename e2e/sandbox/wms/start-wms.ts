import path from "node:path";
import type { Partner, StandInOptions } from "../control/partner.ts";
import { isSame, type RestAnswer, type RestRequest, serveRest } from "../control/serve-rest.ts";
import { type WmsKind, WmsBooks } from "./wms-books.ts";
import { judgeDocument } from "./wms-contract.ts";
import { listed, whole } from "./wms-returns.ts";

/** How to reach a stand-in of a warehouse. */
export interface WmsAccess {
  url: string;
  user: string;
  token: string;
}

/**
 * Who plays: where each exchange takes place, how callers show who they are, and whether documents
 * name their depot.
 */
export interface WmsPlayer {
  id: string;
  name: string;
  header: "basic" | "bearer" | "x_api_key";
  user: string;
  token: string;
  depot: boolean;
  /** Patterns of addresses; `:id` stands for a document's number. */
  paths: Readonly<Record<WmsKind, { send?: string; list: string; fetch: string }>>;
}

const DAY = "2026-03-04";
const ITEM = { produtoid: 1001, descricao: "Sabonete de aveia", ean: "0" };
const LOTS = [
  { descricao: "A-1", fabricacao: "2026-01-02", vencimento: "2028-01-31", quantidade: 12 },
];

/** A warehouse is never empty: one finished document of each kind, from before the hub came. */
function stock(books: WmsBooks): void {
  if (!books.empty) return;
  books.take("entry", "ANTIGO-1", {
    fornecedor: { fornecedorcodigo: 1, razao: "Distribuidora Planalto", cnpj: "71300884000101" },
    documentonr: "4400",
    documentodata: DAY,
    itens: [{ ...ITEM, fabricante: { nome: "Serra Azul" }, lote: LOTS }],
  });
  books.take("exit", "ANTIGO-2", {
    natureza: "RESSUPRIMENTO",
    documentonr: "7900",
    documentooriginal: "",
    documentodata: DAY,
    destinatario: { destinatarioid: 2, razao: "Filial 2" },
    itens: [{ ...ITEM, quantidade: 6, itemid: 1 }],
  });
  books.take("inventory", "ANTIGO-3", {
    produtos: [
      {
        produtoid: 1001,
        ean: "0",
        quantidade: 40,
        lotes: [{ descricao: "A-1", vencimento: "2028-01-31", quantidade: 40 }],
      },
    ],
  });
  books.finishAll();
}

/** Starts a warehouse. Replies are arrays, whatever happens, and the status of a refusal is not to be trusted. */
export async function startWms(
  { port, folder }: StandInOptions,
  player: WmsPlayer,
): Promise<{ access: WmsAccess; partner: Partner }> {
  const books = new WmsBooks(folder);
  stock(books);
  let refusals = 0;
  // 201, 417, 201 …: some of these servers answer errors under any status.
  const refuse = (mensagem: string): RestAnswer => {
    books.noteRefusal();
    return {
      status: refusals++ % 2 === 0 ? 201 : 417,
      body: [{ status: "500", mensagem }],
      problems: [mensagem],
    };
  };

  const take = (kind: "entry" | "exit", request: RestRequest): RestAnswer => {
    if (!Array.isArray(request.json) || request.json.length === 0)
      return refuse("JsonArray recebido é inválido!");
    const documents = request.json as Array<
      { registroerp: string; documentonr: string } & Record<string, unknown>
    >;
    const problem = documents
      .map((document) => judgeDocument(kind, document, player.depot))
      .find((one) => one !== null);
    if (problem) return refuse(problem);
    if (new Set(documents.map(({ registroerp }) => registroerp)).size < documents.length)
      return refuse("Documento repetido no mesmo envio.");
    // Whole or not at all: a batch is one transaction there.
    if (documents.some(({ registroerp }) => books.isStarted(kind, registroerp)))
      return refuse(
        kind === "entry"
          ? "Recebimento não pode ser alterado."
          : "Não é permitido o reenvio deste ressuprimento.",
      );
    const taken = documents.map((document) => books.take(kind, document.registroerp, document));
    return {
      status: 200,
      rows: documents.length,
      body: taken.map((one) =>
        kind === "entry"
          ? {
              status: "200",
              entradaid: 0,
              id_wms: one!.id,
              documentoerp: one!.key,
              mensagem: "Ok!",
            }
          : { status: "200", pedidoid: String(one!.id), documentoerp: one!.key, mensagem: "Ok!" },
      ),
    };
  };
  const giveBack = (kind: WmsKind, id: number): RestAnswer => {
    const record = books.find(kind, id);
    if (!record?.started) return refuse("Documento não encontrado ou não concluído.");
    books.giveBack(kind, id);
    return { status: 200, body: [whole(record)] };
  };
  const answer = (request: RestRequest): RestAnswer => {
    for (const [kind, { send, list, fetch }] of Object.entries(player.paths) as Array<
      [WmsKind, { send?: string; list: string; fetch: string }]
    >) {
      const id = new RegExp(`^/${fetch.replace(":id", "(\\d+)")}$`).exec(request.path)?.[1];
      if (request.method === "PUT" && send && kind !== "inventory" && request.path === `/${send}`)
        return take(kind, request);
      if (request.method === "GET" && new RegExp(`^/${list}$`).test(request.path)) {
        const finished = books.listFinished(kind);
        return {
          status: 200,
          body:
            finished.length > 0
              ? finished.map(listed)
              : [{ status: "200", mensagem: "Não há dados para retornar." }],
          quiet: true,
        };
      }
      if (request.method === "PUT" && id) return giveBack(kind, Number(id));
    }
    return {
      status: 404,
      body: [{ status: "404", mensagem: "Serviço desativado. Utilize a versão atual." }],
      problems: ["endereço sem uso neste contrato"],
    };
  };

  const { url, partner } = await serveRest({
    id: player.id,
    name: player.name,
    port,
    folder: path.join(folder, "http"),
    authorized: ({ headers }) => {
      if (player.header === "x_api_key")
        return isSame(String(headers["x-api-key"] ?? ""), player.token);
      return isSame(
        headers.authorization,
        player.header === "bearer"
          ? `Bearer ${player.token}`
          : `Basic ${Buffer.from(`${player.user}:${player.token}`).toString("base64")}`,
      );
    },
    answer,
    counts: () => books.counts(),
    reset: () => {
      books.reset();
      stock(books);
    },
    access: (address) => [
      ["Protocolo", "HTTP, listas JSON"],
      ["Endereço", address],
      ...(player.header === "basic"
        ? ([
            ["Usuário", player.user],
            ["Senha", player.token],
          ] as [string, string][])
        : ([
            [player.header === "bearer" ? "Token (Bearer)" : "Token (X-Api-Key)", player.token],
          ] as [string, string][])),
    ],
    commands: { finish: () => ({ concluidos: books.finishAll() }) },
  });
  return { access: { url, user: player.user, token: player.token }, partner };
}
