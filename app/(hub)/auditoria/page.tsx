import type { Metadata } from "next";
import { AuditScreen } from "@/components/audit/audit-screen.tsx";
import { listAuditEvents } from "@/lib/admin/audit/list-audit-events.ts";
import { requirePermission } from "@/lib/auth/current-actor.ts";
import { readFocusedClient } from "@/lib/auth/focused-client.ts";
import { parseGridQuery } from "@/lib/core/grid.ts";
import { isDay } from "@/lib/core/period.ts";
import { type SearchParams, toParams, valueOrForbidden } from "../read-list-state.ts";
import { verify } from "./actions.ts";

export const metadata: Metadata = { title: "Auditoria" };

export default async function AuditPage({ searchParams }: { searchParams: SearchParams }) {
  const actor = await requirePermission("audit");
  const [params, focused] = await Promise.all([toParams(searchParams), readFocusedClient(actor)]);
  const day = (name: string) => (isDay(params.get(name) ?? "") ? params.get(name) : null);
  const period = { from: day("de"), to: day("ate") };
  const page = valueOrForbidden(
    await listAuditEvents(actor, { ...parseGridQuery(params), ...period, organizationId: focused }),
  );
  return (
    <AuditScreen
      key={`${period.from}-${period.to}`}
      initial={page}
      period={period}
      timeZone={actor.timeZone}
      showClient={actor.organizationId === null}
      verify={actor.organizationId === null ? verify : null}
    />
  );
}
