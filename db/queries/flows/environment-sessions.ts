import { and, eq, isNull, lt, or } from "drizzle-orm";
import type { Queryable } from "../../client.ts";
import { environments } from "../../schema/environments.ts";

/** Whose session it is. */
export interface SessionScope {
  organizationId: number;
  environmentId: number;
}

const isOf = ({ organizationId, environmentId }: SessionScope) =>
  and(eq(environments.organizationId, organizationId), eq(environments.id, environmentId));

/** A login and what it last gave; null = the environment is gone. */
export async function findSession(db: Queryable, of: SessionScope) {
  const { loginName, loginSecret, sessionToken, sessionUntil, loginRefusedAt } = environments;
  const [row] = await db
    .select({ loginName, loginSecret, sessionToken, sessionUntil, loginRefusedAt })
    .from(environments)
    .where(isOf(of));
  return row ?? null;
}

/** Takes the turn to sign in. Of all processes one has it; one that died loses it at `until`. */
export async function claimSession(
  db: Queryable,
  of: SessionScope,
  { now, until, before }: { now: Date; until: Date; before: string | null },
): Promise<boolean> {
  const rows = await db
    .update(environments)
    .set({ sessionClaimedUntil: until })
    .where(
      and(
        isOf(of),
        isNull(environments.loginRefusedAt),
        // Somebody else's token that came in between is as good.
        before === null ? isNull(environments.sessionToken) : eq(environments.sessionToken, before),
        or(isNull(environments.sessionClaimedUntil), lt(environments.sessionClaimedUntil, now)),
      ),
    )
    .returning({ id: environments.id });
  return rows.length > 0;
}

/** Ends a turn with its token, without one, or with the login refused. Only who gave the login's present password may. */
export async function releaseSession(
  db: Queryable,
  of: SessionScope,
  login: { loginSecret: string },
  outcome:
    | { sessionToken: string; sessionUntil: Date }
    | { loginRefusedAt: Date }
    | Record<string, never>,
): Promise<void> {
  await db
    .update(environments)
    .set({ ...outcome, sessionClaimedUntil: null })
    .where(and(isOf(of), eq(environments.loginSecret, login.loginSecret)));
}

/** Forgets a token that the partner does not take any more; a newer one stays. */
export async function removeSession(
  db: Queryable,
  of: SessionScope,
  sessionToken: string,
): Promise<void> {
  await db
    .update(environments)
    .set({ sessionToken: null, sessionUntil: null })
    .where(and(isOf(of), eq(environments.sessionToken, sessionToken)));
}
