import { KIND_SENTENCE, kindOf, PartnerError } from "@/lib/core/errors.ts";
import type { CvClient } from "./cv/open-cv.ts";
import type { SiengeClient } from "./sienge/open-sienge.ts";
import { ResourceForbidden } from "./wire/judge-answer.ts";

/** What asking one resource gave. */
export interface ProbedResource {
  name: string;
  state: "ok" | "forbidden" | "failed";
  /** Why not, and what to do; "" when it is well. */
  sentence: string;
}

/**
 * A resource the flow uses, and the cheapest question to it. A refusal of the question itself still
 * shows that it is freed.
 */
interface Resource {
  name: string;
  path: string;
  query?: Record<string, string | number>;
  missing?: readonly number[];
}

// 400 and 422 refuse our empty question, not the account; v3 may be off in a tenant (405) and is
// only used where it is on.
const ANSWERED = [400, 404, 422] as const;

const CV_RESOURCES: readonly Resource[] = [
  { name: "Situações das reservas", path: "/api/v1/configuracoes/workflows/reservas" },
  {
    name: "Reservas",
    path: "/api/v1/comercial/reservas",
    query: { registros_por_pagina: 1, pagina: 1 },
    missing: ANSWERED,
  },
  { name: "Empreendimentos", path: "/api/v1/cadastros/empreendimentos" },
  {
    name: "Clientes",
    path: "/api/v1/cadastros/clientes",
    query: { idcliente: 0 },
    missing: ANSWERED,
  },
  {
    name: "Corretores",
    path: "/api/v1/cadastros/corretores",
    query: { limit: 1, offset: 0 },
    missing: ANSWERED,
  },
  { name: "Imobiliárias", path: "/api/v1/cadastros/imobiliarias/0", missing: ANSWERED },
  {
    name: "Séries de pagamento",
    path: "/api/v1/comercial/seriestabeladepreco",
    query: { registros_por_pagina: 1, pagina: 1 },
    missing: ANSWERED,
  },
  { name: "Indexadores", path: "/api/v1/configuracoes/indexador", missing: ANSWERED },
  { name: "Tipos de associação", path: "/api/v1/cadastros/tipos-associacoes", missing: ANSWERED },
  { name: "Tipos de documento", path: "/api/v1/configuracoes/tipos-arquivos", missing: ANSWERED },
  {
    name: "Comissões",
    path: "/api/v1/financeiro/comissoes",
    query: { idreserva_cv: 0 },
    missing: ANSWERED,
  },
  {
    name: "Distratos",
    path: "/api/v1/comercial/reservas/distratos",
    query: { limit: 1, offset: 0 },
    missing: ANSWERED,
  },
  {
    name: "Webhooks",
    path: "/api/v1/integracoes/webhooks",
    query: { limitePagina: 1, paginaAtual: 1 },
    missing: ANSWERED,
  },
  {
    name: "Tipos de venda (API v3, opcional)",
    path: "/api/v3/comercial/tipos-venda",
    missing: [...ANSWERED, 405],
  },
];

const SIENGE_RESOURCES: readonly Resource[] = [
  "Contratos de venda:/sales-contracts",
  "Empreendimentos:/enterprises",
  "Unidades:/units",
  "Clientes:/customers",
  "Credores (corretores):/creditors",
  "Comissões:/commissions",
  "Webhooks:/hooks",
].map((one) => {
  const [name = "", path = ""] = one.split(":");
  // Published: no commissions at all answers 404. Of the other lists 404 says that the subdomain is wrong.
  const missing = path === "/commissions" ? [400, 404, 422] : [400, 422];
  return { name, path, query: { limit: 1, offset: 0 }, missing };
});

/** Whether an environment lets us in for what the flow needs, and else what it refuses, in one sentence. */
export function judgeProbe(probed: readonly ProbedResource[]): { ok: boolean; note: string } {
  const wrong = probed.find(({ state }) => state !== "ok");
  return wrong ? { ok: false, note: `${wrong.name}: ${wrong.sentence}` } : { ok: true, note: "" };
}

/**
 * Asks every resource that the flow uses, one after the other, the cheapest question. Refused
 * credentials end it at once.
 */
export async function probeEnvironment(
  kind: "cv" | "sienge",
  client: CvClient | SiengeClient,
): Promise<ProbedResource[]> {
  const probed: ProbedResource[] = [];
  for (const { name, path, query, missing } of kind === "cv" ? CV_RESOURCES : SIENGE_RESOURCES) {
    try {
      await client.call({
        method: "GET",
        path,
        ...(query && { query }),
        ...(missing && { missing }),
      });
      probed.push({ name, state: "ok", sentence: "" });
    } catch (error) {
      if (error instanceof ResourceForbidden)
        probed.push({ name, state: "forbidden", sentence: error.detail });
      else
        probed.push({
          name,
          state: "failed",
          sentence:
            error instanceof PartnerError && error.detail
              ? error.detail
              : KIND_SENTENCE[kindOf(error)],
        });
      // Every further question would be refused in the same way, and a locked account is worse than an unknown one.
      if (["auth", "unavailable", "rate_limited", "cancelled"].includes(kindOf(error))) break;
    }
  }
  return probed;
}
