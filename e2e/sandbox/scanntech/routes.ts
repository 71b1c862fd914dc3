import type { PromotionState } from "./promotions.ts";
import { PROMOTION_STATES, type Promotion } from "./promotions.ts";
import { checkMovement } from "./check-movement.ts";
import type { Ledger, RequestKind } from "./ledger.ts";
import { closingShape } from "./movement-shape.ts";

const MAX_LOT = 200;

/** An answer of the partner, and what its own books say of the request. */
export interface Answer {
  status: number;
  body: unknown;
  rows: number;
  problems: string[];
}

/** A request that passed the door: authorized, with its headers. */
export interface Call {
  method: string;
  path: string;
  query: URLSearchParams;
  /** Parsed JSON; undefined when it was not JSON. */
  body: unknown;
}

/** What the routes work on. */
export interface Desk {
  company: string;
  ledger: Ledger;
  promotions: () => (Promotion & { estado: PromotionState })[];
  nextLot: () => number;
}

const refuse = (status: number, message: string): Answer => ({
  status,
  body: { error: { code: String(status), message } },
  rows: 0,
  problems: [message],
});

const SALES =
  /^\/api-minoristas\/api\/v2\/minoristas\/([^/]+)\/locales\/(\d{1,6})\/cajas\/([^/]+)\/movimientos\/lotes$/;
const CLOSINGS =
  /^\/api-minoristas\/api\/v2\/minoristas\/([^/]+)\/locales\/(\d{1,6})\/cajas\/([^/]+)\/cierresDiarios\/lotes$/;
const REQUESTS =
  /^\/api-minoristas\/api\/v2\/minoristas\/([^/]+)\/locales\/(\d{1,6})\/solicitudes\/(movimientos|cierresDiarios)$/;
const PROMOTIONS = /^\/pmkt-rest-api\/v2\/minoristas\/([^/]+)\/locales\/(\d{1,6})\/promociones$/;

function receiveSales(desk: Desk, local: string, caja: string, body: unknown): Answer {
  if (!/^\d{5}$/.test(caja)) return refuse(400, "idCaja deve ter 5 dígitos");
  if (!Array.isArray(body) || body.length === 0)
    return refuse(400, "O corpo deve ser uma lista de movimentos");
  if (body.length > MAX_LOT)
    return refuse(400, `Lote com ${body.length} movimentos; o máximo é ${MAX_LOT}`);
  const errores: { numero: string; error: { code: string; message: string } }[] = [];
  const problems: string[] = [];
  const days = new Set<string>();
  for (const item of body) {
    const { numero, movement, error, warnings } = checkMovement(item);
    problems.push(...warnings.map((warning) => `Aviso: ${warning}`));
    const orphan =
      movement?.cancelacion &&
      !desk.ledger.knowsSale(local, Number(caja), movement.numero.slice(1));
    const refusal =
      error ??
      (orphan
        ? {
            code: "FALLO_MOV_CANCELACION_SIN_VENTA",
            message: "La venta cancelada nunca fue informada",
          }
        : null);
    if (refusal || !movement) {
      if (refusal) errores.push({ numero, error: refusal });
      continue;
    }
    desk.ledger.keepMovement(local, Number(caja), movement);
    days.add(movement.fecha.slice(0, 10));
  }
  for (const fecha of days)
    desk.ledger.answered({ local, fecha, codigoCaja: Number(caja), tipo: "MOVIMIENTOS" });
  problems.push(...errores.map(({ numero, error }) => `${numero}: ${error.code} ${error.message}`));
  return { status: 200, body: { idLote: desk.nextLot(), errores }, rows: body.length, problems };
}

function receiveClosings(desk: Desk, local: string, caja: string, body: unknown): Answer {
  if (!/^\d{1,5}$/.test(caja)) return refuse(400, "idCaja deve ser numérico");
  if (!Array.isArray(body) || body.length === 0)
    return refuse(400, "O corpo deve ser uma lista de fechamentos");
  const parsed = closingShape.array().safeParse(body);
  if (!parsed.success)
    return refuse(
      400,
      parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("; "),
    );
  const divergent = parsed.data.filter((closing) =>
    desk.ledger.keepClosing(local, Number(caja), closing),
  );
  const problems = divergent.map(
    (closing) =>
      `Fechamento de ${closing.fechaVentas} não bate com o que foi aceito; pedido novamente`,
  );
  return {
    status: 200,
    body: { idLote: desk.nextLot(), errores: [] },
    rows: body.length,
    problems,
  };
}

/** Answers one call. */
export function answerCall(desk: Desk, call: Call): Answer {
  const ok = (body: unknown, rows: number): Answer => ({ status: 200, body, rows, problems: [] });
  const found = [SALES, CLOSINGS, REQUESTS, PROMOTIONS].map((route) => route.exec(call.path));
  const match = found.find((one) => one !== null);
  if (!match) return refuse(404, "Endereço desconhecido");
  const [, company = "", local = "", last = ""] = match;
  if (company !== desk.company) return refuse(403, "Empresa não pertence a este usuário");
  const [sales, closings, requests] = found;
  const expected = sales || closings ? "POST" : "GET";
  if (call.method !== expected) return refuse(405, `Use ${expected}`);
  if (expected === "POST" && call.body === undefined) return refuse(400, "O corpo não é JSON");
  if (sales) return receiveSales(desk, local, last, call.body);
  if (closings) return receiveClosings(desk, local, last, call.body);
  if (requests) {
    const tipo: RequestKind = last === "movimientos" ? "MOVIMIENTOS" : "CIERRES_DIARIOS";
    const list = desk.ledger
      .asked(local, tipo)
      .map(({ fecha, codigoCaja }) => ({ fecha, codigoCaja, tipo }));
    return ok(list, list.length);
  }
  const estado = call.query.get("estado");
  if (!PROMOTION_STATES.some((state) => state === estado))
    return refuse(400, `estado deve ser ${PROMOTION_STATES.join(", ")}`);
  const results = desk
    .promotions()
    .flatMap(({ estado: state, ...promotion }) => (state === estado ? [promotion] : []));
  return ok({ total: results.length, results }, results.length);
}
