import { createHash, randomBytes } from "node:crypto";
import { and, eq, gt, isNull } from "drizzle-orm";
import type { Database, Queryable, Transaction } from "@/db/client.ts";
import { accessLinks, auditEvents, organizations, people } from "@/db/schema/people.ts";
import { hashPassword, refusePassword } from "./passwords.ts";
import { endOtherSessions } from "./sessions.ts";

const HOURS = 24;
const HOUR = 3_600_000;
const hashToken = (token: string) => createHash("sha256").update(token).digest("hex");

/** Makes a one-time link's path for a person; links made before stop working. The token is kept only as a hash. */
export async function createAccessPath(
  db: Queryable,
  personId: number,
  now: Date,
): Promise<string> {
  const token = randomBytes(32).toString("base64url");
  await db
    .update(accessLinks)
    .set({ usedAt: now })
    .where(and(eq(accessLinks.personId, personId), isNull(accessLinks.usedAt)));
  await db.insert(accessLinks).values({
    personId,
    tokenHash: hashToken(token),
    expiresAt: new Date(now.getTime() + HOURS * HOUR),
  });
  return `/acesso/${token}`;
}

/** Who a link is for, while it can still be used. */
export async function readAccessLink(
  db: Queryable,
  token: string,
  now: Date,
): Promise<{ personId: number; name: string; email: string } | null> {
  const [row] = await db
    .select({
      personId: people.id,
      name: people.name,
      email: people.email,
      organizationActive: organizations.active,
    })
    .from(accessLinks)
    .innerJoin(people, eq(people.id, accessLinks.personId))
    .leftJoin(organizations, eq(organizations.id, people.organizationId))
    .where(
      and(
        eq(accessLinks.tokenHash, hashToken(token)),
        isNull(accessLinks.usedAt),
        gt(accessLinks.expiresAt, now),
        eq(people.active, true),
      ),
    );
  if (!row || row.organizationActive === false) return null;
  const { organizationActive: _, ...person } = row;
  return person;
}

/** Whose link was used, for the message that tells them. */
export interface LinkOwner {
  name: string;
  email: string;
}

export type UsedLink =
  | { ok: true; email: string }
  | { ok: false; reason: "gone" }
  | { ok: false; reason: "password"; sentence: string };

/**
 * Sets the password by a link (and, for the first person, who they are) and ends every session of
 * the person. Of two at once, one finds the link gone. `tell` runs in the same transaction: whoever
 * was shown a link could have used it in its owner's place, and the owner must hear of it.
 */
export async function consumeAccessLink(
  db: Database,
  use: {
    token: string;
    password: string;
    address: string;
    now: Date;
    identity?: { name: string; email: string };
    tell: (tx: Transaction, owner: LinkOwner) => Promise<void>;
  },
): Promise<UsedLink> {
  const found = await readAccessLink(db, use.token, use.now);
  if (!found) return { ok: false, reason: "gone" };
  const person = { ...found, ...use.identity };
  const sentence = refusePassword(use.password, person);
  if (sentence) return { ok: false, reason: "password", sentence };
  const passwordHash = await hashPassword(use.password);
  return db.transaction(async (tx) => {
    const [claimed] = await tx
      .update(accessLinks)
      .set({ usedAt: use.now })
      .where(
        and(
          eq(accessLinks.tokenHash, hashToken(use.token)),
          isNull(accessLinks.usedAt),
          gt(accessLinks.expiresAt, use.now),
        ),
      )
      .returning({ id: accessLinks.id });
    if (!claimed) return { ok: false, reason: "gone" };
    const [updated] = await tx
      .update(people)
      .set({ passwordHash, ...use.identity })
      .where(and(eq(people.id, person.personId), eq(people.active, true)))
      .returning({ organizationId: people.organizationId });
    if (!updated) return { ok: false, reason: "gone" };
    await endOtherSessions(tx, person.personId, null, use.now);
    await tx.insert(auditEvents).values({
      organizationId: updated.organizationId,
      personId: person.personId,
      personName: person.name,
      action: "use-access-link",
      subjectType: "person",
      subjectId: String(person.personId),
      summary: "Definiu a senha por um link de acesso",
      address: use.address,
    });
    await use.tell(tx, { name: person.name, email: person.email });
    return { ok: true, email: person.email };
  });
}
