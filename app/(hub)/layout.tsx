import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { HubFrame } from "@/components/people/hub-frame.tsx";
import { MENU_COOKIE } from "@/components/frame/nav.ts";
import { RestoreBanner } from "@/components/restore/restore-banner.tsx";
import { readRestoreState } from "@/lib/admin/restore/read-restore-state.ts";
import { listClientChoices } from "@/lib/admin/organizations/list-client-choices.ts";
import { readFlowMenu } from "@/lib/admin/multi-cv/read-flow-scope.ts";
import { requireActor } from "@/lib/auth/current-actor.ts";
import { readFocusedClient } from "@/lib/auth/focused-client.ts";
import { leave, searchPlaces } from "./frame-actions.ts";
import { listAreasFor } from "./areas.tsx";

/**
 * Every page of the hub: signed-in people only, inside the frame, with the areas their profile allows.
 *
 * Agents may narrow all screens to one client. The choice lives in one cookie, which `?cliente=<id>` in any
 * address sets (see proxy.ts) and lists read through `readFocusedClient`; so it survives navigation, can be
 * shared as a link, and needs no parameter on every link of the hub.
 */
export default async function HubLayout({ children }: { children: ReactNode }) {
  const actor = await requireActor();
  const isAgent = actor.organizationId === null;
  const [jar, focused, clients] = await Promise.all([
    cookies(),
    readFocusedClient(actor),
    isAgent ? listClientChoices(actor, {}) : null,
  ]);
  const restored = await readRestoreState(actor, {});
  const flow = await readFlowMenu(actor, { organizationId: focused });
  return (
    <HubFrame
      person={{ name: actor.name, email: actor.email, profileName: actor.profileName }}
      nav={listAreasFor(actor, flow.ok ? flow.value : null)}
      menuCollapsed={jar.get(MENU_COOKIE)?.value === "recolhido"}
      clients={clients?.ok ? clients.value : null}
      focusedClient={focused}
      searchPlaces={searchPlaces}
      leave={leave}
    >
      {restored.ok && restored.value && (
        <RestoreBanner state={restored.value} timeZone={actor.timeZone} />
      )}
      {children}
    </HubFrame>
  );
}
