"use server";

import { searchPlaces as search } from "@/lib/admin/search-places.ts";
import { signOut } from "@/lib/auth.ts";
import { defineAction } from "../define-action.ts";

/** What the palette finds for this person. */
export const searchPlaces = defineAction((actor, text: string) => search(actor, { text }));

/** Ends this session; the page then loads the sign-in page anew, so that nothing stays in memory. */
export async function leave(): Promise<void> {
  await signOut({ redirect: false });
}
