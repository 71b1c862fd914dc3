import { createHash } from "node:crypto";
import type { Partner, StandInOptions } from "../control/partner.ts";
import { isSame, type RestAnswer, type RestRequest, serveRest } from "../control/serve-rest.ts";
import { CardBooks } from "./card-books.ts";
import { checkLine, lotShape } from "./check-lot.ts";

/** How to reach the stand-in of BoaVista. */
export interface BoavistaAccess {
  url: string;
  accessKey: string;
  secretKey: string;
}

const PAGE = 50;
const sha256 = (content: string | Buffer) => createHash("sha256").update(content).digest("hex");

/** What acquirers paid and sold to a store on a day, the same whenever it is asked. */
function makeStatement(cnpj: string, day: string) {
  const seed = Number.parseInt(sha256(`${cnpj}${day}`).slice(0, 6), 16);
  const cents = 50_000 + (seed % 100_000);
  const sales = Array.from({ length: 3 }, (_, index) => ({
    id: `${day}-${cnpj.slice(8, 12)}-${index + 1}`,
    data_hora: `${day}T1${index}:15:00-03:00`,
    nsu: String(800_000 + (seed % 1_000) + index),
    autorizacao: String(900_000 + index),
    adquirente_cnpj: "",
    bandeira: index % 2 ? "visa" : "elo",
    produto: index % 2 ? "credito" : "debito",
    parcelas: 1 + (index % 2),
    valor_bruto: (1_290 + index * 700) / 100,
  }));
  return {
    payment: {
      id: `PG-${cnpj.slice(8, 12)}-${day}`,
      lote: `RO${day.replaceAll("-", "")}`,
      data_pagamento: day,
      adquirente_cnpj: "",
      bandeira: "visa",
      quantidade: 12,
      valor_bruto: cents / 100,
      valor_taxa: Math.round(cents * 0.02) / 100,
      valor_liquido: (cents - Math.round(cents * 0.02)) / 100,
    },
    sales,
  };
}

/** Starts BoaVista: token, lots of card sales, and what became of them. */
export async function startBoavista({
  port,
  folder,
}: StandInOptions): Promise<{ access: BoavistaAccess; partner: Partner }> {
  const account = { accessKey: "acesso-modelo-bv-18", secretKey: "segredo-modelo-bv-36" };
  const token = sha256(`${account.secretKey}:token`);
  const books = new CardBooks(folder);
  const refuse = (status: number, message: string): RestAnswer => ({
    status,
    body: { codigo: String(status), mensagem: message },
    problems: [message],
  });

  function receive(request: RestRequest): RestAnswer {
    const key = String(request.headers["idempotency-key"] ?? "");
    if (!request.headers["content-type"]?.startsWith("application/json"))
      return refuse(415, "Content-Type deve ser application/json");
    if (!/^[\w.-]{8,200}$/.test(key)) return refuse(400, "Falta o cabeçalho Idempotency-Key");
    const parsed = lotShape.safeParse(request.json);
    if (!parsed.success)
      return refuse(
        422,
        parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("; "),
      );
    const lot = parsed.data;
    if (!key.endsWith(lot.lote)) return refuse(422, "A Idempotency-Key não é a do lote");
    if (lot.data_movimento > new Date(Date.now() + 86_400_000).toISOString().slice(0, 10))
      return refuse(422, "O dia do lote ainda não chegou");
    if (lot.registros.length > 500)
      return refuse(413, `Lote com ${lot.registros.length} registros; o máximo é 500`);
    if (lot.codigo_estabelecimento.length > 10)
      return refuse(422, `Estabelecimento ${lot.codigo_estabelecimento} não está cadastrado`);
    const digest = sha256(request.body);
    if (books.lots.has(key))
      return books.lots.get(key) === digest
        ? { status: 409, body: { codigo: "409", mensagem: "Lote já recebido" } }
        : refuse(422, "A mesma chave com outro conteúdo");
    const seen = new Set<string>();
    const rejeitados = lot.registros.flatMap((body, indice) => {
      const { line, problem } = checkLine(body, lot);
      const twice =
        line && seen.has(line.chave)
          ? { codigo: "CHAVE_DUPLICADA", mensagem: "a chave aparece duas vezes no lote" }
          : null;
      if (line) seen.add(line.chave);
      const refusal = twice ?? (line ? books.keep(lot.data_movimento, line) : problem);
      return refusal ? [{ indice, ...refusal }] : [];
    });
    // A lot refused in part may come again, corrected, under the same key.
    if (rejeitados.length === 0) books.keepLot(key, digest);
    return {
      status: 200,
      body: {
        protocolo: `BV${String(books.lots.size).padStart(6, "0")}`,
        aceitos: lot.registros.length - rejeitados.length,
        rejeitados,
      },
      rows: lot.registros.length,
      problems: rejeitados.map(
        ({ indice, codigo, mensagem }) => `${indice}: ${codigo} ${mensagem}`,
      ),
    };
  }

  function list(request: RestRequest, resource: string): RestAnswer {
    const [cnpj, day, store, page] = ["cnpj", "data", "estabelecimento", "pagina"].map(
      (name) => request.query.get(name) ?? "",
    ) as [string, string, string, string];
    if (!/^\d{4}-\d\d-\d\d$/.test(day) || cnpj === "" || store === "" || !/^\d+$/.test(page))
      return refuse(400, "Informe cnpj, estabelecimento, data e pagina");
    const all: unknown[] =
      resource === "conciliacoes"
        ? books.verdicts(cnpj, day)
        : resource === "pagamentos"
          ? [makeStatement(cnpj, day).payment]
          : makeStatement(cnpj, day).sales;
    const start = (Number(page) - 1) * PAGE;
    return {
      status: 200,
      body: {
        itens: all.slice(start, start + PAGE),
        proximo: start + PAGE < all.length ? Number(page) + 1 : null,
      },
      quiet: true,
    };
  }

  const { url, partner } = await serveRest({
    id: "boavista",
    name: "BoaVista",
    port,
    folder,
    authorized: ({ path, json, headers }) => {
      if (path !== "/token") return isSame(headers.authorization, `Bearer ${token}`);
      const keys = (json ?? {}) as Record<string, unknown>;
      return (
        isSame(String(keys.chave_acesso), account.accessKey) &&
        isSame(String(keys.chave_secreta), account.secretKey)
      );
    },
    answer: (request) => {
      const resource = request.path.slice(1);
      if (request.method === "POST" && resource === "token")
        return { status: 200, body: { token, expira_em: 3600 }, quiet: true };
      if (request.method === "POST" && resource === "vendas") return receive(request);
      if (request.method === "GET" && ["conciliacoes", "pagamentos", "extrato"].includes(resource))
        return list(request, resource);
      return refuse(404, "Endereço desconhecido");
    },
    counts: () => {
      const kept = [...books.sales.values()];
      return {
        "Vendas aceitas": kept.length,
        "Vendas canceladas": kept.filter(({ cancelled }) => cancelled).length,
        "Valor em centavos": kept.reduce(
          (sum, { line }) => sum + Math.round(line.valor_bruto * 100),
          0,
        ),
        "Vendas repetidas": books.repeated,
        "Lotes recebidos": books.lots.size,
      };
    },
    reset: () => books.reset(),
    access: (address) => [
      ["Protocolo", "HTTP, token, lotes JSON"],
      ["Endereço", address],
      ["Chave de acesso", account.accessKey],
      ["Chave secreta", account.secretKey],
      ["Código de estabelecimento", "qualquer um de até 10 posições"],
    ],
  });
  return { access: { url, ...account }, partner };
}
