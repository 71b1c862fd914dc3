import type { HttpRequest, HttpResponse } from "@/lib/connectors/transports/types.ts";
import type { Environment, Environments } from "@/lib/engine/flows/flow-context.ts";
import type { RehearsedWrite } from "./words/rehearsal.ts";
import { redactAnswer } from "./wire/redact-answer.ts";

/**
 * The same environments, with every call that is no reading caught before it leaves: its sender is told
 * that it went well, and `release` gives what was caught since the last time.
 */
export function catchWrites(environments: Environments): {
  environments: Environments;
  release(): RehearsedWrite[];
} {
  let caught: RehearsedWrite[] = [];
  const wrap = (environment: Environment): Environment => ({
    ...environment,
    http: async (request) => {
      if (request.method === "GET") return environment.http(request);
      caught.push({
        system: environment.name,
        method: request.method,
        path: new URL(request.url).pathname,
        fields: redactAnswer(readFields(request), [environment.secret]),
      });
      return answerWell();
    },
  });
  return {
    environments: {
      byCode: (code) => wrap(environments.byCode(code)),
      byId: (id) => wrap(environments.byId(id)),
      list: () => environments.list().map(wrap),
    },
    release() {
      const all = caught;
      caught = [];
      return all;
    },
  };
}

function readFields({ body }: HttpRequest): unknown {
  if (typeof body !== "string") return null;
  try {
    return JSON.parse(body);
  } catch {
    // A form or a file: what it holds is not shown.
    return null;
  }
}

function answerWell(): HttpResponse {
  const text = JSON.stringify({ sucesso: true, codigo: 200 });
  return { status: 200, headers: new Headers(), text, json: () => JSON.parse(text) as unknown };
}
