import "server-only";
import { cookies } from "next/headers";
import type { Actor } from "@/lib/core/permissions.ts";
import { FOCUS_COOKIE } from "./focus-cookie.ts";

/**
 * The one client whose data an agent chose to look at, else null (all). Lists pass it on as a filter;
 * it grants nothing. A client's own people are never narrowed further.
 */
export async function readFocusedClient(
  actor: Pick<Actor, "organizationId">,
): Promise<number | null> {
  if (actor.organizationId !== null) return null;
  const value = (await cookies()).get(FOCUS_COOKIE)?.value ?? "";
  return /^[1-9]\d{0,14}$/.test(value) ? Number(value) : null;
}
