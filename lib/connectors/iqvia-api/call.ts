import { z } from "zod";
import { PartnerError } from "@/lib/core/errors.ts";
import type {
  ConnectorContext,
  Confirmation,
  Delivered,
  Rejection,
  StoredFile,
} from "../define.ts";

/** Seconds for a zip of a month to go up. */
const UPLOAD_SECONDS = 600;

const tokenShape = z.union([
  z.string(),
  z.looseObject({
    token: z.string().optional(),
    access_token: z.string().optional(),
    accessToken: z.string().optional(),
  }),
]);
const guidShape = z.looseObject({ guid: z.string().min(1) });
const problem = z.union([
  z.string(),
  z.looseObject({
    mensagem: z.string().optional(),
    message: z.string().optional(),
    codigo: z.string().optional(),
  }),
]);
const statusShape = z.looseObject({
  status: z.string().min(1),
  erros: z.array(problem).optional(),
  errors: z.array(problem).optional(),
  mensagens: z.array(problem).optional(),
});

function unexpected(what: string): PartnerError {
  return new PartnerError(
    "unexpected_shape",
    `A IQVIA respondeu ${what} em um formato que o Enlace não reconhece.`,
  );
}

type LoginKey = "token_url" | "campo_id" | "client_id" | "campo_segredo" | "client_secret";

/** A token by client id and secret. The names of the fields were not seen and are settings. */
export async function authenticate(ctx: ConnectorContext<LoginKey>): Promise<string> {
  const { settings } = ctx;
  const body = {
    [settings.text("campo_id")]: settings.text("client_id"),
    [settings.text("campo_segredo")]: settings.text("client_secret"),
  };
  const response = await ctx.http({
    method: "POST",
    url: settings.text("token_url"),
    headers: { "content-type": "application/json", accept: "application/json" },
    body: JSON.stringify(body),
    idempotent: true,
  });
  const parsed = tokenShape.safeParse(response.json());
  const token = !parsed.success
    ? undefined
    : typeof parsed.data === "string"
      ? parsed.data
      : (parsed.data.token ?? parsed.data.access_token ?? parsed.data.accessToken);
  if (!token) throw unexpected("à autenticação");
  return token;
}

/** Sends the zip. The same name replaces what was there, day by day, so a repeat does no harm. */
export async function deliverZip(
  ctx: ConnectorContext<LoginKey | "campo_arquivo" | "upload_url">,
  file: StoredFile,
): Promise<Delivered> {
  const token = await authenticate(ctx);
  const boundary = `enlace-${file.sha256.slice(0, 40)}`;
  const head = new TextEncoder().encode(
    `--${boundary}\r\ncontent-disposition: form-data; name="${ctx.settings.text("campo_arquivo")}"; filename="${file.name}"\r\ncontent-type: application/zip\r\n\r\n`,
  );
  const tail = new TextEncoder().encode(`\r\n--${boundary}--\r\n`);
  async function* multipart() {
    yield head;
    yield* file.open();
    yield tail;
  }
  const response = await ctx.http({
    method: "POST",
    url: ctx.settings.text("upload_url"),
    headers: {
      authorization: `Bearer ${token}`,
      "content-type": `multipart/form-data; boundary=${boundary}`,
      accept: "application/json",
    },
    body: { bytes: head.length + file.bytes + tail.length, open: multipart },
    timeoutSeconds: UPLOAD_SECONDS,
    idempotent: true,
  });
  const parsed = guidShape.safeParse(response.json());
  if (!parsed.success) throw unexpected("ao envio");
  return { status: "sent", receipt: parsed.data.guid };
}

const wordsOf = (text: string) =>
  new Set(
    text
      .split(/[,;]+/)
      .map((word) => word.trim().toUpperCase())
      .filter(Boolean),
  );

/** What became of the zip, by its guid. */
export async function confirmZip(
  ctx: ConnectorContext<LoginKey | "status_url" | "situacoes_aceito" | "situacoes_recusado">,
  file: StoredFile,
): Promise<Confirmation> {
  if (!file.receipt)
    throw new PartnerError("internal", `O arquivo ${file.name} não tem o guid da IQVIA.`);
  const token = await authenticate(ctx);
  const response = await ctx.http({
    method: "GET",
    url: ctx.settings.text("status_url").replace("{guid}", encodeURIComponent(file.receipt)),
    headers: { authorization: `Bearer ${token}`, accept: "application/json" },
  });
  const parsed = statusShape.safeParse(response.json());
  if (!parsed.success) throw unexpected("à consulta do envio");
  const status = parsed.data.status.toUpperCase();
  if (wordsOf(ctx.settings.text("situacoes_aceito")).has(status)) return { status: "done" };
  if (!wordsOf(ctx.settings.text("situacoes_recusado")).has(status)) return { status: "pending" };
  const problems = parsed.data.erros ?? parsed.data.errors ?? parsed.data.mensagens ?? [];
  const rejections = problems.map((one, index): Rejection => {
    const { codigo, mensagem, message } =
      typeof one === "string" ? { codigo: undefined, mensagem: one, message: undefined } : one;
    return {
      key: `${file.name}:${index + 1}`,
      code: codigo ?? parsed.data.status,
      message: mensagem ?? message ?? "A IQVIA não disse o motivo.",
    };
  });
  return {
    status: "failed",
    detail: `A IQVIA recusou o arquivo (${parsed.data.status})${rejections[0] ? `: ${rejections[0].message}` : "."}`,
    rejections,
  };
}
