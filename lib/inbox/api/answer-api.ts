import { randomUUID } from "node:crypto";

const HEADERS = { "cache-control": "no-store", "x-content-type-options": "nosniff" };

/** A refusal of the whole request. */
export class ApiRefusal extends Error {
  readonly status: number;
  readonly code: string;
  readonly headers: Record<string, string>;
  constructor(status: number, code: string, message: string, headers: Record<string, string> = {}) {
    super(message);
    this.name = "ApiRefusal";
    this.status = status;
    this.code = code;
    this.headers = headers;
  }
}

/** What every answer of /api/v1 looks like. */
export interface Envelope {
  status: "ok" | "erro";
  data: unknown;
  msg: string;
  total: number;
  /** Of a feed: what to ask on from, and whether there is more now. */
  cursor?: string;
  mais?: boolean;
}

/** A good answer. */
export function answerApi(data: readonly unknown[], msg: string): Envelope {
  return { status: "ok", data, msg, total: data.length };
}

/**
 * Runs the work of a call and turns whatever happens into the envelope; our own faults show a trace
 * id and nothing else.
 */
export async function respond(work: () => Promise<Envelope>): Promise<Response> {
  try {
    return Response.json(await work(), { headers: HEADERS });
  } catch (error) {
    if (error instanceof ApiRefusal) {
      const body: Envelope = {
        status: "erro",
        data: [{ codigo: error.code }],
        msg: error.message,
        total: 0,
      };
      return Response.json(body, {
        status: error.status,
        headers: { ...HEADERS, ...error.headers },
      });
    }
    const traceId = randomUUID();
    // The text of a database error may quote the data it refused: only its kind is written.
    const { name, code } =
      error instanceof Error
        ? (error as Error & { code?: string })
        : { name: typeof error, code: undefined };
    console.error(JSON.stringify({ level: "error", room: "api", traceId, type: name, code }));
    const body: Envelope = {
      status: "erro",
      data: [{ codigo: "internal", traceId }],
      msg: "Erro interno do Enlace. Repita a chamada e, se o erro persistir, informe o código de rastreio ao suporte.",
      total: 0,
    };
    return Response.json(body, { status: 500, headers: { ...HEADERS, "x-trace-id": traceId } });
  }
}
