const HEADERS = { "cache-control": "no-store", "x-content-type-options": "nosniff" };

const SENTENCE = {
  400: "O corpo não pôde ser lido: envie um objeto, ou uma lista de até 200 objetos, em JSON.",
  404: "Endereço não encontrado.",
  408: "O corpo não chegou a tempo.",
  413: "O corpo é grande demais.",
  415: "Envie o corpo sem compressão, ou com gzip ou deflate.",
  429: "Chamadas demais neste minuto. Envie novamente mais tarde.",
  503: "Não foi possível gravar agora. Envie novamente.",
} as const;

/** Why a call is not taken in; `status` is all that a stranger learns. */
export class WebhookRefusal extends Error {
  readonly status: keyof typeof SENTENCE;
  readonly headers: Record<string, string>;
  constructor(status: WebhookRefusal["status"], headers: Record<string, string> = {}) {
    super(`refused with ${status}`);
    this.name = "WebhookRefusal";
    this.status = status;
    this.headers = headers;
  }
}

/** The same bytes for every refusal of a kind: an address that never was and a wrong key look alike. */
export function answerRefusal({ status, headers }: WebhookRefusal): Response {
  return Response.json(
    { status: "erro", mensagem: SENTENCE[status] },
    { status, headers: { ...HEADERS, ...headers } },
  );
}

/** The message is stored: only now the partner may forget it. */
export function answerStored(id: number): Response {
  return Response.json({ status: "ok", id }, { headers: HEADERS });
}
