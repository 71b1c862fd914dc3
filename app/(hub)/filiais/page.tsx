import type { Metadata } from "next";
import { BranchesScreen } from "@/components/branches/branches-screen.tsx";
import { STATES } from "@/lib/admin/branches/branch-input.ts";
import { listBranches } from "@/lib/admin/branches/list-branches.ts";
import { listClientChoices } from "@/lib/admin/organizations/list-client-choices.ts";
import { requirePermission } from "@/lib/auth/current-actor.ts";
import { readFocusedClient } from "@/lib/auth/focused-client.ts";
import { readListState, type SearchParams, valueOrForbidden } from "../read-list-state.ts";
import { create, importFile, update } from "./actions.ts";

export const metadata: Metadata = { title: "Filiais" };

export default async function BranchesPage({ searchParams }: { searchParams: SearchParams }) {
  const actor = await requirePermission("organizations");
  const [query, focused] = await Promise.all([
    readListState(searchParams),
    readFocusedClient(actor),
  ]);
  const [page, clients] = await Promise.all([
    listBranches(actor, { ...query, organizationId: focused }),
    listClientChoices(actor, {}),
  ]);
  return (
    <BranchesScreen
      initial={valueOrForbidden(page)}
      clients={actor.organizationId === null ? valueOrForbidden(clients) : null}
      focusedClient={focused}
      states={[...STATES]}
      actions={{ create, update, importFile }}
    />
  );
}
