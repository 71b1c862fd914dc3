import { listClientChoices } from "@/lib/admin/organizations/list-client-choices.ts";
import { readFocusedClient } from "@/lib/auth/focused-client.ts";
import type { SignedInActor } from "@/lib/auth/sessions.ts";

/** Whose movements the area shows: `clients` is what an agent may choose from, null for a client's own people. */
export interface AreaScope {
  clients: { id: number; name: string }[] | null;
  /** null only for an agent who looks at all clients. */
  focused: number | null;
}

/** Reads the scope of the area for this person. */
export async function readAreaScope(actor: SignedInActor): Promise<AreaScope> {
  if (actor.organizationId !== null) return { clients: null, focused: null };
  const [choices, focused] = await Promise.all([
    listClientChoices(actor, {}),
    readFocusedClient(actor),
  ]);
  return {
    clients: choices.ok
      ? choices.value.filter((client) => client.active).map(({ id, name }) => ({ id, name }))
      : [],
    focused,
  };
}
