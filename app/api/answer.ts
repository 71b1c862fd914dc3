import { randomUUID } from "node:crypto";
import type { Outcome, Problem } from "@/lib/admin/define-use-case.ts";
import { cleanError } from "@/lib/core/clean-error.ts";
import { findActor } from "@/lib/auth/current-actor.ts";
import type { SignedInActor } from "@/lib/auth/sessions.ts";

const STATUS: Record<Problem["kind"], number> = {
  invalid: 400,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  refused: 422,
  signed_out: 401,
  too_many: 429,
};
const HEADERS = { "cache-control": "no-store", "x-content-type-options": "nosniff" };

/** A use-case's refusal as an HTTP answer. */
export function answerProblem(problem: Problem): Response {
  return Response.json({ problem }, { status: STATUS[problem.kind], headers: HEADERS });
}

/** Nobody is signed in. */
export function answerUnauthenticated(): Response {
  return answerProblem({
    kind: "signed_out",
    message: "Sua sessão expirou. Entre novamente para continuar.",
  });
}

/** Our own fault: the code stands in the server's log beside what happened, and tells the person nothing else. */
export function answerFailure(error: unknown): Response {
  const traceId = randomUUID();
  console.error(
    JSON.stringify({
      level: "error",
      traceId,
      // What is no error is a value of ours, and may be anything.
      error: error instanceof Error ? cleanError(error).stack : typeof error,
    }),
  );
  return Response.json(
    {
      problem: {
        kind: "internal",
        message:
          "Erro interno do Enlace. Tente novamente e, se persistir, informe o código ao suporte.",
        traceId,
      },
    },
    { status: 500, headers: { ...HEADERS, "x-trace-id": traceId } },
  );
}

/** Runs a use-case for the signed-in person and answers its value as JSON. */
export async function answer<Value>(
  work: (actor: SignedInActor) => Promise<Outcome<Value>>,
): Promise<Response> {
  return answerWith(work, (value) => Response.json(value, { headers: HEADERS }));
}

/** {@link answer} with a body of one's own: a stream, a download. */
export async function answerWith<Value>(
  work: (actor: SignedInActor) => Promise<Outcome<Value>>,
  respond: (value: Value, actor: SignedInActor) => Response | Promise<Response>,
): Promise<Response> {
  try {
    const actor = await findActor();
    if (!actor) return answerUnauthenticated();
    const outcome = await work(actor);
    return outcome.ok ? await respond(outcome.value, actor) : answerProblem(outcome.problem);
  } catch (error) {
    return answerFailure(error);
  }
}

/** The id in a path; NaN, which every use-case's input refuses, when it is none. */
export function readId(text: string): number {
  return /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
}

/** A whole number in the query; undefined when it is missing or none. */
export function readNumber(params: URLSearchParams, name: string): number | undefined {
  const text = params.get(name);
  return text && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}
