import { z } from "zod";
import { PartnerError } from "@/lib/core/errors.ts";
import type { ConnectorContext } from "../define.ts";
import type { HttpResponse } from "../transports/types.ts";

const coded = z.looseObject({
  code: z.union([z.string(), z.number()]).transform(String).nullish(),
  description: z.string().nullish(),
  full_description: z.string().nullish(),
});

const answerShape = z.looseObject({
  description: z.string().nullish(),
  // A number loses the zeros in front of it.
  gtin: z.union([z.number(), z.string()]).transform(String),
  thumbnail: z.string().nullish(),
  brand: z.looseObject({ name: z.string().nullish() }).nullish(),
  gpc: coded.nullish(),
  ncm: coded.nullish(),
  cest: coded.nullish(),
});

/** A product as Cosmos knows it. */
export type CosmosProduct = z.output<typeof answerShape>;

/** What became of a question: a product, nothing (a normal outcome), or the day's quota is over at Cosmos. */
export type Asked =
  | { kind: "found"; product: CosmosProduct }
  | { kind: "unknown" }
  | { kind: "quota" };

export type AskKey = "url_base" | "token" | "user_agent";

/**
 * Asks for one GTIN. Token and User-Agent must be exactly what Cosmos expects; 401 and 403 are `auth`. A 429 that
 * names no short wait, which the transport would have kept, is the end of the day's quota.
 */
export async function askCosmos(ctx: ConnectorContext<AskKey>, gtin: string): Promise<Asked> {
  let response: HttpResponse;
  try {
    response = await ctx.http({
      method: "GET",
      url: `${ctx.settings.text("url_base").replace(/\/+$/, "")}/gtins/${gtin}.json`,
      headers: {
        "X-Cosmos-Token": ctx.settings.text("token"),
        "User-Agent": ctx.settings.text("user_agent"),
        "content-type": "application/json",
        accept: "application/json",
      },
      timeoutSeconds: 10,
      // Each call may cost a question of the day: only the one who counts them repeats it.
      idempotent: false,
      accept: [404],
    });
  } catch (error) {
    if (error instanceof PartnerError && error.kind === "rate_limited") return { kind: "quota" };
    // Nothing was changed by a question whose answer was lost: it is an outage and no more.
    if (error instanceof PartnerError && error.kind === "uncertain")
      throw new PartnerError("unavailable", error.detail, { cause: error });
    throw error;
  }
  if (response.status === 404) return { kind: "unknown" };
  const read = answerShape.safeParse(response.json());
  if (!read.success)
    throw new PartnerError(
      "unexpected_shape",
      `A Cosmos respondeu sobre o GTIN ${gtin} em um formato desconhecido (${read.error.issues[0]?.path.join(".") || "corpo"}).`,
    );
  if (read.data.gtin.padStart(gtin.length, "0") !== gtin)
    throw new PartnerError(
      "unexpected_shape",
      `A Cosmos respondeu sobre o GTIN ${read.data.gtin}, e não sobre o perguntado, ${gtin}.`,
    );
  return { kind: "found", product: read.data };
}
