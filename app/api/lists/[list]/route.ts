import { listApiKeys } from "@/lib/admin/api-keys/list-api-keys.ts";
import { listAuditEvents } from "@/lib/admin/audit/list-audit-events.ts";
import { listBranches } from "@/lib/admin/branches/list-branches.ts";
import type { Outcome } from "@/lib/admin/define-use-case.ts";
import { listDecisions } from "@/lib/admin/multi-cv/list-decisions.ts";
import { listDevelopments } from "@/lib/admin/multi-cv/list-developments.ts";
import { listEnvironments } from "@/lib/admin/multi-cv/list-environments.ts";
import { listReceivedEvents } from "@/lib/admin/multi-cv/list-received-events.ts";
import { listDivergences } from "@/lib/admin/multi-cv/reconciliation.ts";
import { listReservations } from "@/lib/admin/multi-cv/list-reservations.ts";
import { listOrganizations } from "@/lib/admin/organizations/list-organizations.ts";
import { listPeople } from "@/lib/admin/people/list-people.ts";
import { listProfiles } from "@/lib/admin/profiles/list-profiles.ts";
import { readFocusedClient } from "@/lib/auth/focused-client.ts";
import { type GridQuery, parseGridQuery } from "@/lib/core/grid.ts";
import type { Actor } from "@/lib/core/permissions.ts";
import { answer, readNumber } from "../../answer.ts";

interface Question {
  actor: Actor;
  query: GridQuery;
  /** The client that an agent looks at. */
  organizationId: number | null;
  params: URLSearchParams;
}

const flowOf = (params: URLSearchParams) => ({
  integrationId: readNumber(params, "integracao") ?? 0,
});

const LISTS: Readonly<Record<string, (question: Question) => Promise<Outcome<unknown>>>> = {
  people: ({ actor, query, organizationId }) => listPeople(actor, { ...query, organizationId }),
  profiles: ({ actor, query }) => listProfiles(actor, query),
  organizations: ({ actor, query }) => listOrganizations(actor, query),
  branches: ({ actor, query, organizationId }) => listBranches(actor, { ...query, organizationId }),
  "api-keys": ({ actor, query, organizationId }) =>
    listApiKeys(actor, { ...query, organizationId }),
  reservations: ({ actor, query, params }) => listReservations(actor, { ...flowOf(params), query }),
  decisions: ({ actor, query, params }) => listDecisions(actor, { ...flowOf(params), query }),
  developments: ({ actor, query, params }) => listDevelopments(actor, { ...flowOf(params), query }),
  environments: ({ actor, params }) => listEnvironments(actor, flowOf(params)),
  divergences: ({ actor, query, params }) => listDivergences(actor, { ...flowOf(params), query }),
  events: ({ actor, query, params }) => listReceivedEvents(actor, { ...flowOf(params), query }),
  audit: ({ actor, query, organizationId, params }) =>
    listAuditEvents(actor, {
      ...query,
      organizationId,
      from: params.get("de") || null,
      to: params.get("ate") || null,
    }),
};

/** One page of a registry's list, for the grid. */
export async function GET(
  request: Request,
  { params }: { params: Promise<{ list: string }> },
): Promise<Response> {
  const { list } = await params;
  const search = new URL(request.url).searchParams;
  return answer(async (actor) => {
    const read = Object.hasOwn(LISTS, list) ? LISTS[list] : undefined;
    if (!read) return { ok: false, problem: { kind: "not_found", message: "Não encontrado." } };
    return read({
      actor,
      query: parseGridQuery(search),
      organizationId: await readFocusedClient(actor),
      params: search,
    });
  });
}
