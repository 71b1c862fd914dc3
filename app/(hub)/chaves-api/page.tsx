import type { Metadata } from "next";
import { ApiKeysScreen } from "@/components/api-keys/api-keys-screen.tsx";
import { listApiKeys } from "@/lib/admin/api-keys/list-api-keys.ts";
import { listClientChoices } from "@/lib/admin/organizations/list-client-choices.ts";
import { requirePermission } from "@/lib/auth/current-actor.ts";
import { readFocusedClient } from "@/lib/auth/focused-client.ts";
import { readListState, type SearchParams, valueOrForbidden } from "../read-list-state.ts";
import { create, revoke } from "./actions.ts";

export const metadata: Metadata = { title: "Chaves de API" };

export default async function ApiKeysPage({ searchParams }: { searchParams: SearchParams }) {
  const actor = await requirePermission("organizations");
  const [query, focused] = await Promise.all([
    readListState(searchParams),
    readFocusedClient(actor),
  ]);
  const [page, clients] = await Promise.all([
    listApiKeys(actor, { ...query, organizationId: focused }),
    listClientChoices(actor, {}),
  ]);
  return (
    <ApiKeysScreen
      initial={valueOrForbidden(page)}
      clients={actor.organizationId === null ? valueOrForbidden(clients) : null}
      focusedClient={focused}
      timeZone={actor.timeZone}
      actions={{ create, revoke }}
    />
  );
}
