import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { sessions } from "@/db/schema/people.ts";
import { endOtherSessions, endSession } from "@/lib/auth/sessions.ts";
import { defineUseCase, notFound } from "../define-use-case.ts";

/** Ends one of one's own sessions; anybody else's is not found. */
export const endOwnSession = defineUseCase({
  name: "end-own-session",
  permission: null,
  input: z.object({ id: z.string().regex(/^[0-9a-f]{64}$/) }),
  async run({ actor, input, tx, audit, now }) {
    const [own] = await tx
      .select({ id: sessions.idHash })
      .from(sessions)
      .where(and(eq(sessions.idHash, input.id), eq(sessions.personId, actor.personId)));
    if (!own) return notFound("Sessão não encontrada.");
    await endSession(tx, own.id, now);
    await audit({
      organizationId: actor.organizationId,
      subjectType: "person",
      subjectId: actor.personId,
      summary: "Encerrou uma das próprias sessões",
    });
    return { done: true };
  },
});

/** Ends all of one's own sessions but the present one. */
export const endOtherOwnSessions = defineUseCase({
  name: "end-other-own-sessions",
  permission: null,
  input: z.object({}),
  async run({ actor, tx, audit, now }) {
    await endOtherSessions(
      tx,
      actor.personId,
      "sessionHash" in actor ? String(actor.sessionHash) : null,
      now,
    );
    await audit({
      organizationId: actor.organizationId,
      subjectType: "person",
      subjectId: actor.personId,
      summary: "Encerrou as outras sessões",
    });
    return { done: true };
  },
});
