import { hash } from "@node-rs/argon2";
import { eq } from "drizzle-orm";
import type { OpenDatabase } from "@/db/client.ts";
import { organizations, people, profiles } from "@/db/schema/people.ts";
import { MAIN_CLIENT } from "@/db/seed/demo-organizations.ts";
import { growDemoSales } from "@/db/seed/grow-demo-sales.ts";
import { writeDemoOrganizations } from "@/db/seed/write-demo-data.ts";
import { syncCatalogue } from "@/lib/engine/sync-catalogue.ts";
import { CONNECTORS } from "@/lib/registry.ts";
import { DEMO_EMAILS, DEMO_PASSWORD } from "./demo-people.ts";
import { writeDemoStory } from "./demo-story.ts";
import type { SandboxAddresses } from "./sandbox-addresses.ts";
import { writeMultiCvGroup } from "./write-multi-cv-group.ts";

interface SeedOptions {
  sandbox: SandboxAddresses;
  now: Date;
}

/**
 * Makes each part of the demo's story that is not there, and lets its sales grow up to yesterday. A
 * start that was cut off half-way is made whole by the next.
 */
export async function seedDemo(database: OpenDatabase, options: SeedOptions): Promise<void> {
  const { db } = database;
  const [known] = await db.select({ id: organizations.id }).from(organizations).limit(1);
  if (!known) {
    console.log("Criando a história de demonstração…");
    await writeDemoOrganizations(db);
  }
  await writePeople(database);
  await growDemoSales(db, options.now);
  const support = await findDemoSupport(db);
  await syncCatalogue(db, CONNECTORS);
  await writeDemoStory(db, options.sandbox, support, options.now);
  await writeMultiCvGroup(db, options.sandbox, support, DEMO_PASSWORD);
}

/** The support agent who does what people do in the demo. */
export async function findDemoSupport(db: OpenDatabase["db"]): Promise<typeof people.$inferSelect> {
  const [support] = await db.select().from(people).where(eq(people.email, DEMO_EMAILS.support));
  if (!support) throw new Error("the demo's support agent is missing");
  return support;
}

async function writePeople({ db }: OpenDatabase): Promise<void> {
  const [known] = await db.select().from(people).where(eq(people.email, DEMO_EMAILS.support));
  if (known) return;
  const passwordHash = await hash(DEMO_PASSWORD);
  const all = await db.select().from(organizations);
  const support = await profileNamed(db, "Agente de suporte");
  const client = await profileNamed(db, "Cliente");
  const organizationNamed = (name: string) =>
    all.find((organization) => organization.name === name)?.id ?? null;
  await db.insert(people).values([
    {
      name: "Ana Suporte",
      email: DEMO_EMAILS.support,
      profileId: support,
      organizationId: null,
      passwordHash,
    },
    {
      name: "Carlos Lima",
      email: DEMO_EMAILS.client,
      profileId: client,
      organizationId: organizationNamed(MAIN_CLIENT),
      passwordHash,
    },
    {
      name: "Irene Souza",
      email: "irene@rionegro.test",
      profileId: client,
      organizationId: organizationNamed("Farma Rio Negro"),
      passwordHash,
    },
  ]);
}

async function profileNamed(db: OpenDatabase["db"], name: string): Promise<number> {
  const [profile] = await db
    .select({ id: profiles.id })
    .from(profiles)
    .where(eq(profiles.name, name));
  if (!profile) throw new Error(`the profile “${name}” is missing`);
  return profile.id;
}
