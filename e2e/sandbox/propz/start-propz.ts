import path from "node:path";
import { openJournal } from "../control/journal.ts";
import type { Partner, StandInOptions } from "../control/partner.ts";
import { isSame, type RestAnswer, type RestRequest, serveRest } from "../control/serve-rest.ts";
import { checkPurchase, isCustomerId } from "./check-purchase.ts";
import { makeShowcase } from "./showcase.ts";

/** How to reach the stand-in of Propz. */
export interface PropzAccess {
  url: string;
  token: string;
  username: string;
  password: string;
}

interface Kept {
  ticketId: string;
  storeId: string;
  cents: number;
  identified: boolean;
}

const SHOWCASE = /^\/retail\/promotion-showcase\/(\d{11})$/;

/** Starts Propz: purchases by ticketId, and a showcase for customers whose CPF does not end in 0. */
export async function startPropz({
  port,
  folder,
}: StandInOptions): Promise<{ access: PropzAccess; partner: Partner }> {
  const account = {
    token: "7c1f0b52-0000-4000-8000-acac1a5e7e57",
    username: "integracao-modelo",
    password: "propz-modelo-77",
  };
  const journal = openJournal<Kept>(path.join(folder, "purchases.ndjson"));
  const kept = new Map(journal.records.map((one) => [one.ticketId, one]));
  let repeated = 0;
  let consulted = 0;

  function register(request: RestRequest): RestAnswer {
    const refuse = (status: number, code: string, message: string): RestAnswer => ({
      status,
      body: { code, message },
      rows: 1,
      problems: [`${code}: ${message}`],
    });
    if (request.json === undefined) return refuse(400, "INVALID_JSON", "O corpo não é JSON");
    const { purchase, problem } = checkPurchase(request.json);
    if (!purchase) return refuse(400, "INVALID_PURCHASE", problem);
    const { ticketId, storeId, amount } = purchase.ticket;
    if (kept.has(ticketId)) {
      repeated += 1;
      return refuse(409, "DUPLICATED_TICKET", "ticketId já registrado");
    }
    const entry: Kept = {
      ticketId,
      storeId,
      cents: Math.round(amount * 100),
      identified: Boolean(purchase.customer),
    };
    journal.append(entry);
    kept.set(ticketId, entry);
    return { status: 200, body: { ticketId, status: "REGISTERED" }, rows: 1 };
  }

  const { url, partner } = await serveRest({
    id: "propz",
    name: "Propz",
    port,
    folder,
    authorized: ({ headers }) =>
      isSame(
        headers.authorization,
        `Basic ${Buffer.from(`${account.username}:${account.password}`).toString("base64")}`,
      ),
    answer: (request) => {
      const base = `/v1/databases/${account.token}`;
      if (!request.path.startsWith(`${base}/`))
        return {
          status: 403,
          body: { code: "UNKNOWN_DATABASE", message: "Banco de dados desconhecido" },
          problems: ["Banco de dados desconhecido"],
        };
      const resource = request.path.slice(base.length);
      if (resource === "/retail/pos/register-purchase/v2" && request.method === "POST")
        return register(request);
      const customer = SHOWCASE.exec(resource)?.[1];
      if (customer && request.method === "GET") {
        if (!request.query.get("channel") || !request.query.get("storeId"))
          return {
            status: 400,
            body: { code: "MISSING_PARAMETER", message: "channel e storeId são obrigatórios" },
            problems: ["channel e storeId são obrigatórios"],
          };
        consulted += 1;
        return isCustomerId(customer) && !customer.endsWith("0")
          ? { status: 200, body: makeShowcase(customer, new Date()), quiet: true }
          : { status: 404, body: { code: "NO_OFFERS", message: "Sem ofertas" }, quiet: true };
      }
      return {
        status: 404,
        body: { code: "NOT_FOUND", message: "Endereço desconhecido" },
        problems: ["Endereço desconhecido"],
      };
    },
    counts: () => ({
      "Compras aceitas": kept.size,
      "Compras com cliente": [...kept.values()].filter(({ identified }) => identified).length,
      "Valor em centavos": [...kept.values()].reduce((sum, { cents }) => sum + cents, 0),
      "Compras repetidas": repeated,
      "Consultas de ofertas recebidas": consulted,
    }),
    reset: () => {
      journal.clear();
      kept.clear();
      repeated = 0;
      consulted = 0;
    },
    access: (address) => [
      ["Protocolo", "HTTP com Basic"],
      ["Domínio", address],
      ["Token", account.token],
      ["Usuário", account.username],
      ["Senha", account.password],
    ],
  });
  return { access: { url, ...account }, partner };
}
