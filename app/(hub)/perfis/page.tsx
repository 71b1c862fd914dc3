import type { Metadata } from "next";
import { ProfilesScreen } from "@/components/profiles/profiles-screen.tsx";
import { listProfiles } from "@/lib/admin/profiles/list-profiles.ts";
import { requirePermission } from "@/lib/auth/current-actor.ts";
import { readListState, type SearchParams, valueOrForbidden } from "../read-list-state.ts";
import { create, remove, update } from "./actions.ts";

export const metadata: Metadata = { title: "Perfis" };

export default async function ProfilesPage({ searchParams }: { searchParams: SearchParams }) {
  const actor = await requirePermission("profiles");
  const page = valueOrForbidden(await listProfiles(actor, await readListState(searchParams)));
  return (
    <ProfilesScreen
      initial={page}
      ownPermissions={[...actor.permissions]}
      actions={{ create, update, remove }}
    />
  );
}
