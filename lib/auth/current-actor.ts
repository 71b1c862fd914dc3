import "server-only";
import { decode } from "next-auth/jwt";
import { cookies, headers } from "next/headers";
import { forbidden, redirect } from "next/navigation";
import { cache } from "react";
import { currentDatabase } from "@/db/current-database.ts";
import { currentMoment } from "@/db/queries/now.ts";
import { can, type Permission } from "@/lib/core/permissions.ts";
import { UNATTENDED_COOKIE, UNATTENDED_HEADER } from "@/lib/core/unattended.ts";
import { requestAddress } from "./request-address.ts";
import { safeReturnPath } from "./safe-return-path.ts";
import { isHttps, sessionCookieName } from "./session-cookie.ts";
import { hashSessionId, readSession, type SignedInActor } from "./sessions.ts";

/** The signed-in person read afresh from the database, or null. For route handlers, which answer 401 themselves. */
export const findActor = cache(async (): Promise<SignedInActor | null> => {
  const [list, jar] = await Promise.all([headers(), cookies()]);
  const name = sessionCookieName(isHttps(list));
  const token = jar.get(name)?.value;
  const secret = process.env.AUTH_SECRET;
  if (!token || !secret) return null;
  const sessionId = await readSessionId(token, secret, name);
  if (!sessionId) return null;
  const { db } = currentDatabase();
  const actor = await readSession(
    db,
    hashSessionId(sessionId),
    await currentMoment(db),
    isUnattended(list) || jar.get(UNATTENDED_COOKIE) ? "unattended" : undefined,
  );
  return actor && { ...actor, address: requestAddress(list) };
});

/**
 * The signed-in person, for pages and actions: whoever is not signed in goes to the sign-in page
 * and comes back after it.
 */
export async function requireActor(): Promise<SignedInActor> {
  const actor = await findActor();
  if (actor) return actor;
  const path = safeReturnPath((await headers()).get("x-path"));
  redirect(path === "/" ? "/entrar" : `/entrar?depois=${encodeURIComponent(path)}`);
}

/** {@link requireActor} for a page that a profile may be without: shows the page that says so. */
export async function requirePermission(permission: Permission): Promise<SignedInActor> {
  const actor = await requireActor();
  if (!can(actor, permission)) forbidden();
  return actor;
}

/**
 * A stream that connects again by itself, or a page that reads by itself with nobody before it: it
 * may read, and must not keep a session alive that its person left.
 */
function isUnattended(headers: Headers): boolean {
  return headers.get("accept") === "text/event-stream" || headers.get(UNATTENDED_HEADER) === "1";
}

async function readSessionId(token: string, secret: string, salt: string): Promise<string | null> {
  try {
    const payload = await decode<{ sid?: string }>({ token, secret, salt });
    return payload?.sid ?? null;
  } catch {
    // A cookie that was altered, or sealed with a former AUTH_SECRET, is no sign-in: the person signs in again.
    return null;
  }
}
