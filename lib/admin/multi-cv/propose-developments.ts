import { listEnvironments } from "@/db/queries/flows/multi-cv-scope.ts";
import { listDevelopmentRows } from "@/db/queries/flows/reservations-for-flow.ts";
import { listRemoteOfKind } from "@/db/queries/flows/setup-checks.ts";
import type { Queryable } from "@/db/client.ts";
import { matchDevelopments } from "@/lib/multi-cv/rules/match-developments.ts";
import type { Flow } from "./require-flow.ts";

/** What may be registered as it was listed, from the lists and the register as they stand now. */
export async function proposeDevelopments(tx: Queryable, flow: Flow) {
  const listed = await listRemoteOfKind(tx, flow, "development");
  const registered = await listDevelopmentRows(tx, flow);
  return matchDevelopments(
    listed.map(({ environmentId, remoteId, name, flags }) => ({
      environmentId,
      remoteId,
      name,
      companyId: typeof flags.companyId === "number" ? String(flags.companyId) : null,
    })),
    await listEnvironments(tx, flow),
    new Set(registered.map(({ hubDevelopmentId }) => hubDevelopmentId)),
  );
}
