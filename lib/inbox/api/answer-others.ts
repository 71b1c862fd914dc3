import { ApiRefusal, respond } from "./answer-api.ts";

type Method = "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS";
type Handler = (request: Request) => Promise<Response>;

const METHODS: readonly Method[] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

/** What an address of the API answers to every method that it does not serve. */
export function answerOthers(...served: ReadonlyArray<"GET" | "POST">): Record<Method, Handler> {
  const allow = METHODS.filter(
    (method) =>
      method === "OPTIONS" ||
      served.some((one) => one === method || (one === "GET" && method === "HEAD")),
  ).join(", ");
  const refuse: Handler = () =>
    respond(() =>
      Promise.reject(
        new ApiRefusal(
          405,
          "method_not_allowed",
          `Este endereço não aceita este método. Use ${served.join(" ou ")}.`,
          { allow },
        ),
      ),
    );
  const tell: Handler = () =>
    Promise.resolve(
      new Response(null, { status: 204, headers: { allow, "cache-control": "no-store" } }),
    );
  return {
    ...Object.fromEntries(METHODS.map((method) => [method, refuse])),
    OPTIONS: tell,
  } as Record<Method, Handler>;
}

/** What an address under /api/v1 answers that is none. */
export function answerNoAddress(): Promise<Response> {
  return respond(() =>
    Promise.reject(
      new ApiRefusal(
        404,
        "unknown_address",
        "Este endereço não existe na API. Confira a grafia na documentação.",
      ),
    ),
  );
}
