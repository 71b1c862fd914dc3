import path from "node:path";
import { z } from "zod";
import type { Partner, StandInOptions } from "../control/partner.ts";
import { isSame, type RestAnswer, serveRest } from "../control/serve-rest.ts";
import { answerPage, type PulledRow } from "../rest-pull/pull-pages.ts";
import { LotBooks } from "./lot-books.ts";
import { type LotDesk, readLot } from "./read-lot.ts";

/** How to reach a stand-in of the batch profile. */
export interface LotAccess {
  url: string;
  token: string;
  /** The codes it knows its client by; empty when any will do. */
  head: Readonly<Record<string, string>>;
}

/** Who plays: its name, its token, where the token stands, what it takes. */
export interface LotPlayer {
  id: string;
  name: string;
  token: string;
  header: "bearer" | "x_api_key";
  head: LotDesk["head"];
  resources: LotDesk["resources"];
  /** What it gives back, by resource. */
  pulls?: Readonly<Record<string, () => readonly PulledRow[]>>;
  /** Told of each lot that was taken. */
  onTaken?(resource: string, cnpj: string, records: readonly Record<string, unknown>[]): void;
  onReset?(): void;
}

const LIMITS = { records: 500, bytes: 5_000_000, closedBefore: "" };
const limitShape = z.strictObject({ records: z.number().int().positive().max(500) });
const closeShape = z.strictObject({ day: z.iso.date() });

/** Starts a partner that takes JSON lots. */
export async function startRestLote(
  { port, folder }: StandInOptions,
  player: LotPlayer,
): Promise<{ access: LotAccess; partner: Partner }> {
  const books = new LotBooks(folder);
  const desk: LotDesk = { head: player.head, resources: player.resources, limits: { ...LIMITS } };
  const passOn = (answer: RestAnswer, resource: string, body: unknown): RestAnswer => {
    const lot = body as { cnpj: string; registros: Record<string, unknown>[] };
    if (answer.status === 201) player.onTaken?.(resource, lot.cnpj, lot.registros);
    return answer;
  };
  const { url, partner } = await serveRest({
    id: player.id,
    name: player.name,
    port,
    folder: path.join(folder, "http"),
    authorized: ({ headers }) =>
      player.header === "bearer"
        ? isSame(headers.authorization, `Bearer ${player.token}`)
        : isSame(String(headers["x-api-key"] ?? ""), player.token),
    answer: (request) => {
      const name = request.path.replace(/^\/+/, "");
      if (request.method === "GET" && name === "status")
        return { status: 200, body: { situacao: "ok" }, quiet: true };
      const pulled = request.method === "GET" ? player.pulls?.[name] : undefined;
      if (pulled) return answerPage(request, pulled());
      if (request.method === "POST" && player.onTaken)
        return passOn(readLot(desk, books, request, name), name, request.json);
      return request.method === "POST"
        ? readLot(desk, books, request, name)
        : {
            status: 405,
            body: { codigo: "METODO", mensagem: "use POST" },
            problems: ["método sem uso neste contrato"],
          };
    },
    counts: () => books.counts(Object.keys(player.resources)),
    reset: () => {
      books.reset();
      player.onReset?.();
      Object.assign(desk.limits, LIMITS);
    },
    access: (address) => [
      ["Protocolo", "HTTP, lotes JSON"],
      ["Endereço", address],
      [player.header === "bearer" ? "Token (Bearer)" : "Token (X-Api-Key)", player.token],
      ...Object.entries(player.head).map(([key, value]): [string, string] => [
        key,
        value || "qualquer",
      ]),
    ],
    commands: {
      limit: (body) => Object.assign(desk.limits, { records: limitShape.parse(body).records }),
      "close-before": (body) =>
        Object.assign(desk.limits, { closedBefore: closeShape.parse(body).day }),
    },
  });
  return { access: { url, token: player.token, head: player.head }, partner };
}
