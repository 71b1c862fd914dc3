import { asc } from "drizzle-orm";
import type { Queryable } from "@/db/client.ts";
import { organizations } from "@/db/schema/people.ts";

/** Every organization's id and name, for choosing one. */
export function listOrganizationNames(db: Queryable): Promise<{ id: number; name: string; active: boolean }[]> {
  return db.select({ id: organizations.id, name: organizations.name, active: organizations.active }).from(organizations).orderBy(asc(organizations.name));
}
