import { and, desc, eq, gt, isNull } from "drizzle-orm";
import { z } from "zod";
import { people, sessions } from "@/db/schema/people.ts";
import { IDLE_HOURS, SESSION_HOURS } from "@/lib/auth/session-cookie.ts";
import { defineUseCase, notFound } from "../define-use-case.ts";

const HOUR = 3_600_000;

/** One's own account and where one is signed in. */
export const readAccount = defineUseCase({
  name: "read-account",
  permission: null,
  input: z.object({}),
  async run({ actor, tx, now }) {
    const [person] = await tx
      .select({
        name: people.name,
        email: people.email,
        version: people.sessionVersion,
        createdAt: people.createdAt,
      })
      .from(people)
      .where(eq(people.id, actor.personId));
    if (!person) return notFound();
    const own = await tx
      .select()
      .from(sessions)
      .where(
        and(
          eq(sessions.personId, actor.personId),
          isNull(sessions.endedAt),
          eq(sessions.version, person.version),
          gt(sessions.createdAt, new Date(now.getTime() - SESSION_HOURS * HOUR)),
          gt(sessions.lastSeenAt, new Date(now.getTime() - IDLE_HOURS * HOUR)),
        ),
      )
      .orderBy(desc(sessions.lastSeenAt));
    const currentHash = "sessionHash" in actor ? actor.sessionHash : null;
    return {
      name: person.name,
      email: person.email,
      sessions: own.map((session) => ({
        id: session.idHash,
        device: session.device,
        address: session.address,
        createdAt: session.createdAt.toISOString(),
        lastSeenAt: session.lastSeenAt.toISOString(),
        current: session.idHash === currentHash,
      })),
    };
  },
});
