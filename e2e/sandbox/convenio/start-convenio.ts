import path from "node:path";
import { z } from "zod";
import { isCnpj, isCpf, isGtin } from "@/lib/core/documents.ts";
import { type Journal, openJournal } from "../control/journal.ts";
import type { Partner, StandInOptions } from "../control/partner.ts";
import { isSame, type RestAnswer, type RestRequest, serveRest } from "../control/serve-rest.ts";
import { answerPage } from "../rest-pull/pull-pages.ts";
import { closingRows, memberRows, ruleRows } from "./register-rows.ts";

/** How to reach the stand-in of the benefits operator. */
export interface ConvenioAccess {
  url: string;
  token: string;
  agreement: string;
}

const AGREEMENT = "CV-10";
const TOKEN = "naapyes-modelo";
const money = z.number().nonnegative();
const head = {
  nsu: z.string().min(1).max(40),
  cnpj: z.string().refine(isCnpj),
  codigo_credenciado: z.string().min(1),
  convenio: z.literal(AGREEMENT),
  documento: z.string().min(1).max(70),
  data_hora: z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}[+-]\d{2}:\d{2}$/),
  cpf_conveniado: z.string().refine(isCpf).optional(),
  valor_convenio: money,
};
const item = z.strictObject({
  linha: z.number().int().positive(),
  codigo_produto: z.string().min(1),
  ean: z.string().refine(isGtin).nullable(),
  quantidade: z.number().positive(),
  valor_bruto: money,
  valor_desconto: money,
  valor_liquido: z.number(),
  valor_convenio: money,
});
const confirm = z.strictObject({ ...head, valor_total: money, itens: z.array(item).min(1) });
const cancel = z.strictObject({
  ...head,
  documento_original: z.string().min(1),
  motivo: z.enum(["cancelamento", "devolucao"]),
});

const cents = (value: number) => Math.round(value * 100);

/** What is wrong with a confirmation beyond its form; null when nothing is. */
export function judgeConfirmation(body: unknown): string | null {
  const parsed = confirm.safeParse(body);
  if (!parsed.success)
    return parsed.error.issues
      .slice(0, 3)
      .map((issue) => `${issue.path.join(".") || "corpo"}: ${issue.message}`)
      .join("; ");
  const { itens, valor_total, valor_convenio } = parsed.data;
  if (
    itens.some(
      (one) => cents(one.valor_bruto) - cents(one.valor_desconto) !== cents(one.valor_liquido),
    )
  )
    return "bruto menos desconto não dá o líquido do item";
  if (itens.reduce((total, one) => total + cents(one.valor_liquido), 0) !== cents(valor_total))
    return "os itens não somam o total";
  if (itens.some((one) => cents(one.valor_convenio) > cents(one.valor_liquido)))
    return "a parte do convênio passa do líquido do item";
  if (itens.reduce((total, one) => total + cents(one.valor_convenio), 0) !== cents(valor_convenio))
    return "as partes dos itens não somam a do convênio";
  return cents(valor_convenio) > cents(valor_total) ? "a parte do convênio passa do total" : null;
}

/** What is wrong with a cancellation; null when nothing is. */
export function judgeCancellation(body: unknown): string | null {
  const parsed = cancel.safeParse(body);
  return parsed.success
    ? null
    : parsed.error.issues
        .slice(0, 3)
        .map((issue) => `${issue.path.join(".") || "corpo"}: ${issue.message}`)
        .join("; ");
}

interface Entry {
  nsu: string;
  what: "confirmar" | "cancelar";
  /** The receipt that asked: of one authorisation each receipt cancels its part once. */
  document: string;
  protocol: string;
  amount: number;
}

/** What the operator says no to, whatever the call looks like: of an authorisation, with the code of its reason. */
const denyShape = z.strictObject({
  nsu: z.string().min(1),
  codigo: z.enum([
    "CONVENIADO_INATIVO",
    "CONVENIADO_DESCONHECIDO",
    "LIMITE_EXCEDIDO",
    "PRODUTO_NAO_COBERTO",
  ]),
});
const BLOCKED = new Set(
  ruleRows().flatMap(({ body }) =>
    (body as { tipo: string }).tipo === "bloqueado" ? [(body as { ean: string }).ean] : [],
  ),
);

/**
 * Starts the benefits operator: authorisations by their number, and what it gives. An authorisation
 * it never heard of was made at the till.
 */
export async function startConvenio({
  port,
  folder,
}: StandInOptions): Promise<{ access: ConvenioAccess; partner: Partner }> {
  const journal: Journal<Entry> = openJournal<Entry>(path.join(folder, "authorizations.ndjson"));
  const figures = { repeated: 0, refused: 0 };
  const denied = new Map<string, string>();
  const entriesOf = (nsu: string) => journal.records.filter((entry) => entry.nsu === nsu);
  const sumOf = (entries: readonly Entry[], what: Entry["what"]) =>
    entries
      .filter((entry) => entry.what === what)
      .reduce((sum, { amount }) => sum + cents(amount), 0);
  const stateOf = (nsu: string) => {
    const entries = entriesOf(nsu);
    const [confirmed, cancelled] = [sumOf(entries, "confirmar"), sumOf(entries, "cancelar")];
    if (entries.some(({ what }) => what === "cancelar"))
      return cancelled < confirmed ? "parcialmente_cancelada" : "cancelada";
    return entries.length > 0 ? "confirmada" : "autorizada";
  };
  const refuse = (codigo: string, mensagem: string): RestAnswer => {
    figures.refused += 1;
    return { status: 422, body: { codigo, mensagem }, problems: [`${codigo}: ${mensagem}`] };
  };

  /** Why the books say no; null when they do not. */
  const judgeState = (
    what: Entry["what"],
    nsu: string,
    amount: number,
  ): [codigo: string, mensagem: string] | null => {
    const entries = entriesOf(nsu);
    if (what === "confirmar")
      return entries.some((entry) => entry.what === "cancelar")
        ? ["CANCELADA", "a autorização já foi cancelada"]
        : null;
    const confirmed = entries.some((entry) => entry.what === "confirmar")
      ? sumOf(entries, "confirmar")
      : Number.POSITIVE_INFINITY;
    return sumOf(entries, "cancelar") + cents(amount) > confirmed
      ? ["VALOR", "cancelaria mais do que foi confirmado"]
      : null;
  };
  const act = (what: Entry["what"], nsu: string, request: RestRequest): RestAnswer => {
    if (!request.headers["content-type"]?.startsWith("application/json"))
      return refuse("TIPO", "Content-Type deve ser application/json");
    const problem =
      what === "confirmar" ? judgeConfirmation(request.json) : judgeCancellation(request.json);
    if (problem) return refuse("CAMPO_INVALIDO", problem);
    const body = request.json as {
      nsu: string;
      documento: string;
      valor_convenio: number;
      itens?: Array<{ ean: string | null }>;
    };
    if (body.nsu !== nsu) return refuse("NSU_DIVERGENTE", "nsu do corpo difere do endereço");
    const reason = denied.get(nsu);
    if (reason) return refuse(reason, "recusada pelo operador");
    const blocked = body.itens?.find(({ ean }) => ean !== null && BLOCKED.has(ean));
    if (blocked) return refuse("PRODUTO_NAO_COBERTO", `o produto ${blocked.ean} não é coberto`);
    if (
      entriesOf(nsu).some(
        (entry) =>
          entry.what === what && (what === "confirmar" || entry.document === body.documento),
      )
    ) {
      figures.repeated += 1;
      return {
        status: 409,
        body: { codigo: "JA_PROCESSADA", mensagem: "autorização já processada" },
        rows: 1,
      };
    }
    const wrong = judgeState(what, nsu, body.valor_convenio);
    if (wrong) return refuse(...wrong);
    const entry: Entry = {
      nsu,
      what,
      document: body.documento,
      protocol: `A${String(journal.records.length + 1).padStart(6, "0")}`,
      amount: body.valor_convenio,
    };
    journal.append(entry);
    return {
      status: 200,
      body: { nsu, situacao: stateOf(nsu), protocolo: entry.protocol },
      rows: 1,
    };
  };

  const { url, partner } = await serveRest({
    id: "naapyes",
    name: "NaapYes Benefícios",
    port,
    folder: path.join(folder, "http"),
    authorized: ({ headers }) => isSame(headers.authorization, `Bearer ${TOKEN}`),
    answer: (request) => {
      const [, nsu = "", what] =
        /^\/autorizacoes\/([\w-]{1,40})(?:\/(confirmar|cancelar))?$/.exec(request.path) ?? [];
      if (request.method === "GET" && request.path === "/status")
        return { status: 200, body: { situacao: "ok" }, quiet: true };
      if (request.method === "POST" && what) return act(what as Entry["what"], nsu, request);
      if (request.method === "GET" && nsu && !what)
        return {
          status: 200,
          body: { nsu, situacao: stateOf(nsu), protocolo: entriesOf(nsu).at(-1)?.protocol ?? null },
          quiet: true,
        };
      if (request.method === "GET" && request.path === "/conveniados")
        return answerPage(request, memberRows());
      if (request.method === "GET" && request.path === "/regras_produto")
        return answerPage(request, ruleRows());
      if (request.method === "GET" && request.path === "/fechamentos")
        return answerPage(request, closingRows());
      return {
        status: 404,
        body: { codigo: "ENDERECO", mensagem: "não há nada neste endereço" },
        problems: ["endereço sem uso neste contrato"],
      };
    },
    counts: () => ({
      Confirmadas: journal.records.filter(({ what }) => what === "confirmar").length,
      Canceladas: journal.records.filter(({ what }) => what === "cancelar").length,
      "Autorizações repetidas": figures.repeated,
      Recusadas: figures.refused,
    }),
    commands: {
      deny: (body) => {
        const { nsu, codigo } = denyShape.parse(body);
        denied.set(nsu, codigo);
        return { nsu, codigo };
      },
    },
    reset: () => {
      denied.clear();
      journal.clear();
      Object.assign(figures, { repeated: 0, refused: 0 });
    },
    access: (address) => [
      ["Protocolo", "HTTP, uma chamada por autorização"],
      ["Endereço", address],
      ["Token (Bearer)", TOKEN],
      ["Convênio", AGREEMENT],
    ],
  });
  return { access: { url, token: TOKEN, agreement: AGREEMENT }, partner };
}
