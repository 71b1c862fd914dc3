import { z } from "zod";
import { PartnerError } from "@/lib/core/errors.ts";
import type { ConnectorContext } from "../define.ts";
import type { HttpResponse } from "../transports/types.ts";

const VERSION = "1.0";

const ADDRESSES = ["url_1", "url_2", "url_3"] as const;
type PathKey = "id_empresa" | "id_local";
/** The settings by which ScannTech is called for a branch. */
export type CallKey = (typeof ADDRESSES)[number] | "usuario" | "senha" | PathKey;

function addresses(ctx: ConnectorContext<(typeof ADDRESSES)[number]>): string[] {
  return ADDRESSES.map((key) => ctx.settings.text(key).replace(/\/+$/, "")).filter(Boolean);
}

/** `/api-minoristas/…/locales/{idLocal}` of a branch. */
export function localPath(
  ctx: ConnectorContext<PathKey>,
  branchId: number,
  family: "api-minoristas/api" | "pmkt-rest-api" = "api-minoristas/api",
): string {
  return `/${family}/v2/minoristas/${encodeURIComponent(ctx.settings.text("id_empresa"))}/locales/${encodeURIComponent(ctx.settings.forBranch("id_local", branchId))}`;
}

/**
 * Calls the first address that answers, of up to three. Only an address that is down or does not
 * answer in time is left for the next; a refusal is an answer. Lots and closings may be repeated: the
 * partner keys movements by store, till, receipt and moment, which integrations in use rely on.
 */
export async function callScanntech(
  ctx: ConnectorContext<Exclude<CallKey, PathKey>>,
  call: { method: "GET" | "POST"; path: string; body?: string },
): Promise<HttpResponse> {
  const authorization = `Basic ${btoa(String.fromCharCode(...new TextEncoder().encode(`${ctx.settings.text("usuario")}:${ctx.settings.text("senha")}`)))}`;
  const urls = addresses(ctx);
  let failure: unknown = new PartnerError(
    "settings",
    "Nenhum endereço da ScannTech foi informado.",
    { settings: ["url_1"] },
  );
  for (const [index, base] of urls.entries()) {
    try {
      return await ctx.http({
        method: call.method,
        url: base + call.path,
        headers: {
          authorization,
          "content-type": "application/json",
          accept: "application/json",
          "pdv-version": VERSION,
          "backend-version": VERSION,
        },
        body: call.body,
        timeoutSeconds: 30,
        idempotent: true,
      });
    } catch (error) {
      failure = error;
      if (!(error instanceof PartnerError) || error.kind !== "unavailable" || ctx.signal.aborted)
        throw error;
      if (index + 1 < urls.length)
        ctx.log(
          "warn",
          `O endereço ${index + 1} da ScannTech não respondeu; tentando o endereço ${index + 2}.`,
        );
    }
  }
  throw failure;
}

/** Reads an answer by its shape; anything else is `unexpected_shape`, never taken for acceptance. */
export function readAnswer<Shape extends z.ZodType>(
  shape: Shape,
  response: HttpResponse,
): z.output<Shape> {
  const parsed = shape.safeParse(response.json());
  if (!parsed.success)
    throw new PartnerError(
      "unexpected_shape",
      `A ScannTech respondeu em um formato desconhecido (${parsed.error.issues[0]?.path.join(".") || "corpo"}).`,
    );
  return parsed.data;
}
