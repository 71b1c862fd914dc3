import type { Metadata } from "next";
import { OrganizationsScreen } from "@/components/organizations/organizations-screen.tsx";
import { listOrganizations } from "@/lib/admin/organizations/list-organizations.ts";
import { requirePermission } from "@/lib/auth/current-actor.ts";
import { readListState, type SearchParams, valueOrForbidden } from "../read-list-state.ts";
import { create, update } from "./actions.ts";

export const metadata: Metadata = { title: "Clientes" };

export default async function OrganizationsPage({ searchParams }: { searchParams: SearchParams }) {
  const actor = await requirePermission("organizations");
  const page = valueOrForbidden(await listOrganizations(actor, await readListState(searchParams)));
  return (
    <OrganizationsScreen
      initial={page}
      timeZones={Intl.supportedValuesOf("timeZone")}
      actions={{ create, update }}
    />
  );
}
