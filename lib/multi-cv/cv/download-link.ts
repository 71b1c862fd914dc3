import { createHash } from "node:crypto";
import type { HttpTransport } from "@/lib/connectors/transports/types.ts";
import { AnswerTooLarge } from "@/lib/connectors/transports/answer-too-large.ts";
import { PartnerError } from "@/lib/core/errors.ts";
import { send } from "./open-cv.ts";
import { type FileKind, sniffKind } from "./sniff-kind.ts";

const MOST_REDIRECTS = 3;
const DOWNLOAD_SECONDS = 120;
const REDIRECTS = [301, 302, 303, 307, 308];

/** A document in memory. */
export interface Download {
  bytes: Uint8Array;
  kind: FileKind;
  sha256: string;
}

/**
 * Fetches what a link of CV leads to. Whoever serves it gets no credentials of ours; only https is followed
 * (http on loopback, where the demo's partners live); a page in place of a document is refused.
 * `what` names the document in sentences.
 */
export async function downloadLink(
  http: HttpTransport,
  link: string,
  { what, maxBytes }: { what: string; maxBytes: number },
): Promise<Download> {
  let url = readLink(link, what);
  for (let hop = 0; hop <= MOST_REDIRECTS; hop += 1) {
    const response = await fetchOnce(http, url, what, maxBytes);
    if (REDIRECTS.includes(response.status)) {
      const to = response.headers.get("location");
      if (!to || !URL.canParse(to, url.href)) break;
      url = readLink(new URL(to, url.href).href, what);
      continue;
    }
    if (response.status >= 400)
      throw new PartnerError(
        "rejected",
        `O link de ${what} expirou (${response.status}). Os links do CV valem por pouco tempo. Repita a etapa para obter um novo.`,
      );
    const bytes = response.bytes ?? new TextEncoder().encode(response.text);
    const kind = sniffKind(bytes);
    if (bytes.length === 0)
      throw new PartnerError("rejected", `O link de ${what} retornou um arquivo vazio.`);
    if (kind.extension === "html")
      throw new PartnerError(
        "rejected",
        `O link de ${what} retornou uma página em vez do arquivo e provavelmente expirou. Repita a etapa.`,
      );
    return { bytes, kind, sha256: createHash("sha256").update(bytes).digest("hex") };
  }
  throw new PartnerError(
    "rejected",
    `O link de ${what} tem redirecionamentos em excesso ou inválidos.`,
  );
}

async function fetchOnce(http: HttpTransport, url: URL, what: string, maxBytes: number) {
  try {
    return await send(http, {
      method: "GET",
      url: url.href,
      maxBytes,
      timeoutSeconds: DOWNLOAD_SECONDS,
      accept: [...REDIRECTS, 400, 401, 403, 404, 410],
    });
  } catch (error) {
    if (!(error instanceof AnswerTooLarge)) throw error;
    throw new PartnerError(
      "rejected",
      `O arquivo de ${what} tem mais de ${Math.floor(maxBytes / 1_000_000)} MB e não é copiado. Envie-o manualmente ou aumente o limite nas Configurações.`,
      { cause: error },
    );
  }
}

function readLink(link: string, what: string): URL {
  const url = URL.canParse(link) ? new URL(link) : null;
  const loopback =
    url?.protocol === "http:" && /^(127\.0\.0\.1|localhost|\[::1\])$/.test(url.hostname);
  if (url && !url.username && !url.password && (url.protocol === "https:" || loopback)) return url;
  throw new PartnerError(
    "rejected",
    `O link de ${what} não é um https:// válido e não foi aberto.`,
  );
}
