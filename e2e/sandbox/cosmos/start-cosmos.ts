import path from "node:path";
import { z } from "zod";
import { isGtin } from "@/lib/core/documents.ts";
import { openJournal } from "../control/journal.ts";
import type { Partner, StandInOptions } from "../control/partner.ts";
import { isSame, type RestAnswer, type RestRequest, serveRest } from "../control/serve-rest.ts";
import { listKnownProducts } from "./known-products.ts";

/** How to reach the stand-in of Cosmos. */
export interface CosmosAccess {
  url: string;
  token: string;
  /** Questions a day before it answers 429. */
  dailyLimit: number;
}

interface Question {
  day: string;
  gtin: string;
  outcome: "known" | "unknown" | "over";
}

const AGENT = "Cosmos-API-Request";
const GTINS = /^\/gtins\/(\d{1,20})(\.json)?$/;
const limitShape = z.strictObject({ limit: z.coerce.number().int().positive() });

/** Starts the catalogue: it counts the day's questions, and notices who asks for what cannot be or asks twice. */
export async function startCosmos({
  port,
  folder,
}: StandInOptions): Promise<{ access: CosmosAccess; partner: Partner }> {
  const token = "token-cosmos-modelo";
  const known = listKnownProducts();
  const questions = openJournal<Question>(path.join(folder, "questions.ndjson"));
  const standard = 60;
  let limit = standard;
  const today = () => new Date().toISOString().slice(0, 10);

  function answer(request: RestRequest): RestAnswer {
    const refuse = (status: number, message: string): RestAnswer => ({
      status,
      body: { message },
      problems: [message],
    });
    if (request.headers["user-agent"] !== AGENT)
      return refuse(403, `User-Agent deve ser exatamente ${AGENT}`);
    const gtin = GTINS.exec(request.path)?.[1];
    if (gtin === undefined) return refuse(404, "Endereço desconhecido");
    if (request.method !== "GET") return refuse(405, "Use GET");
    const problems: string[] = [];
    if (!isGtin(gtin)) problems.push(`${gtin}: dígito verificador errado, pergunta perdida`);
    if (gtin.startsWith("2") || gtin.length === 14)
      problems.push(`${gtin}: código interno ou de caixa, pergunta perdida`);
    const asked = questions.records.filter(({ day }) => day === today());
    if (asked.filter(({ outcome }) => outcome !== "over").length >= limit) {
      questions.append({ day: today(), gtin, outcome: "over" });
      return {
        status: 429,
        body: { message: "Limite diário de consultas atingido" },
        problems: ["Perguntado além da cota do dia"],
      };
    }
    if (asked.some((question) => question.gtin === gtin))
      problems.push(`${gtin}: perguntado novamente no mesmo dia`);
    const product = known.get(gtin);
    questions.append({ day: today(), gtin, outcome: product ? "known" : "unknown" });
    return product
      ? { status: 200, body: product, rows: 1, problems }
      : { status: 404, body: { message: "O recurso solicitado não existe" }, problems, rows: 0 };
  }

  const { url, partner } = await serveRest({
    id: "cosmos",
    name: "Cosmos",
    port,
    folder,
    authorized: ({ headers }) => isSame(headers["x-cosmos-token"] as string | undefined, token),
    answer,
    counts: () => {
      const count = (outcome: Question["outcome"]) =>
        questions.records.filter((question) => question.outcome === outcome).length;
      return {
        "Produtos encontrados": count("known"),
        "Códigos desconhecidos": count("unknown"),
        "Perguntas além da cota": count("over"),
      };
    },
    reset: () => {
      questions.clear();
      limit = standard;
    },
    access: (address) => [
      ["Protocolo", "REST"],
      ["Endereço", address],
      ["Token", token],
      ["Consultas por dia", String(limit)],
    ],
    commands: {
      limit: (body) => {
        ({ limit } = limitShape.parse(body));
        return { limit };
      },
    },
  });
  return { access: { url, token, dailyLimit: standard }, partner };
}
