import type { Metadata } from "next";
import { PeopleScreen } from "@/components/people/people-screen.tsx";
import { listClientChoices } from "@/lib/admin/organizations/list-client-choices.ts";
import { listPeople } from "@/lib/admin/people/list-people.ts";
import { listProfileChoices } from "@/lib/admin/people/list-profile-choices.ts";
import { requirePermission } from "@/lib/auth/current-actor.ts";
import { readFocusedClient } from "@/lib/auth/focused-client.ts";
import { readListState, type SearchParams, valueOrForbidden } from "../read-list-state.ts";
import { create, makeLink, setActive, update } from "./actions.ts";

export const metadata: Metadata = { title: "Usuários" };

export default async function PeoplePage({ searchParams }: { searchParams: SearchParams }) {
  const actor = await requirePermission("people");
  const [query, focused] = await Promise.all([
    readListState(searchParams),
    readFocusedClient(actor),
  ]);
  const [page, profiles, clients] = await Promise.all([
    listPeople(actor, { ...query, organizationId: focused }),
    listProfileChoices(actor, {}),
    listClientChoices(actor, {}),
  ]);
  return (
    <PeopleScreen
      initial={valueOrForbidden(page)}
      profiles={valueOrForbidden(profiles)}
      clients={actor.organizationId === null ? valueOrForbidden(clients) : null}
      focusedClient={focused}
      timeZone={actor.timeZone}
      actions={{ create, update, setActive, makeLink }}
    />
  );
}
