"use server";

import { searchPlaces as search } from "@/lib/admin/search-places.ts";
import { signOut } from "@/lib/auth.ts";
import { requireActor } from "@/lib/auth/current-actor.ts";

/** What the palette finds for this person. */
export async function searchPlaces(text: string) {
  const actor = await requireActor();
  const outcome = await search(actor, { text });
  return outcome.ok ? outcome.value : [];
}

/** Ends this session; the page then loads the sign-in page anew, so that nothing stays in memory. */
export async function leave(): Promise<void> {
  await signOut({ redirect: false });
}
