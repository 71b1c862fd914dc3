import { and, asc, eq, like, or, sql } from "drizzle-orm";
import type { Queryable } from "../../client.ts";
import { connectors, integrations } from "../../schema/integrations.ts";
import { tasks } from "../../schema/tasks.ts";
import { organizations } from "../../schema/people.ts";

const AT_MOST = 8;

/** Integrations and types whose name, or a word of it, begins with the text; and the task with that code. */
export async function findPlaces(db: Queryable, text: string) {
  if (!text) return { integrations: [], types: [], tasks: [] };
  const folded = sql`replace(replace(replace(enlace_fold(${text}), '\\', '\\\\'), '%', '\\%'), '_', '\\_')`;
  const found = await db
    .select({
      id: integrations.id,
      description: integrations.description,
      organization: organizations.name,
    })
    .from(integrations)
    .innerJoin(organizations, eq(organizations.id, integrations.organizationId))
    .where(
      or(
        like(integrations.searchText, sql`${folded} || '%'`),
        like(integrations.searchText, sql`'% ' || ${folded} || '%'`),
      ),
    )
    .orderBy(asc(integrations.searchText))
    .limit(AT_MOST);
  const name = sql`enlace_fold(${connectors.name})`;
  const types = await db
    .select({ id: connectors.id, name: connectors.name })
    .from(connectors)
    .where(
      and(
        eq(connectors.retired, false),
        or(like(name, sql`${folded} || '%'`), like(name, sql`'% ' || ${folded} || '%'`)),
      ),
    )
    .orderBy(asc(connectors.name))
    .limit(AT_MOST);
  const code = /^\d{1,15}$/.test(text) ? Number(text) : null;
  const byCode =
    code === null
      ? []
      : await db
          .select({
            id: tasks.id,
            integrationId: tasks.integrationId,
            description: integrations.description,
          })
          .from(tasks)
          .innerJoin(
            integrations,
            and(
              eq(integrations.organizationId, tasks.organizationId),
              eq(integrations.id, tasks.integrationId),
            ),
          )
          .where(eq(tasks.id, code));
  return { integrations: found, types, tasks: byCode };
}
