import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import type { OpenDatabase } from "@/db/client.ts";
import { receivedItems } from "@/db/schema/exchanges.ts";
import {
  integrationBranches,
  integrations,
  integrationVersions,
} from "@/db/schema/integrations.ts";
import { dayPlans } from "@/db/schema/day-plans.ts";
import { files, tasks } from "@/db/schema/tasks.ts";
import { productPrices, products } from "@/db/schema/catalogue.ts";
import { imports } from "@/db/schema/imports.ts";
import { categoryGoals, priceZoneBranches, priceZones } from "@/db/schema/partner-movements.ts";
import { priceApplicationLines, priceApplications } from "@/db/schema/prices.ts";
import { priceSuggestions, productProposals } from "@/db/schema/proposals.ts";
import { apiKeys, auditEvents, branches, organizations, sessions } from "@/db/schema/people.ts";
import { FIXTURE_PASSWORD, makePerson, makeProfile } from "./people-fixture.ts";
import { completeCnpj } from "@/lib/core/documents.ts";
import type { Actor, Permission } from "@/lib/core/permissions.ts";
import { makeWalkFlow, type WalkFlow } from "./walk-flow.ts";

/** Ids of one client's rows, for the inputs of the walk. */
export interface WalkIds {
  organizationId: number;
  branchId: number;
  integrationId: number;
  taskId: number;
  failedTaskId: number;
  planId: number;
  fileId: number;
  importId: number;
  apiKeyId: number;
  applicationId: number;
  personId: number;
  profileId: number;
  agentProfileId: number;
  sessionHash: string;
  /** Stands in every text of the client: an answer to somebody else must not contain it. */
  marker: string;
  flow: WalkFlow;
  /** A CNPJ that no branch has. */
  freeCnpj: string;
  /** Of everybody a fixture makes. */
  password: string;
}

let number = 0;
const nextCnpj = () => completeCnpj(`${31_000_000 + ++number}0001`);

/** A client with one of everything. */
export async function makeWalkClient(
  database: OpenDatabase,
  connectorId: string,
): Promise<WalkIds> {
  const { db } = database;
  const marker = `segredo-${randomUUID()}`;
  const [organization] = await db
    .insert(organizations)
    .values({ name: marker })
    .returning({ id: organizations.id });
  const organizationId = organization!.id;
  const [branch] = await db
    .insert(branches)
    .values({
      organizationId,
      code: "1",
      name: marker,
      cnpj: nextCnpj(),
      city: marker,
      state: "MG",
    })
    .returning({ id: branches.id });
  const [integration] = await db
    .insert(integrations)
    .values({
      organizationId,
      connectorId,
      description: marker,
      active: false,
      intervalMinutes: 60,
    })
    .returning({ id: integrations.id });
  const integrationId = integration!.id;
  await db
    .insert(integrationBranches)
    .values({ organizationId, integrationId, branchId: branch!.id });
  await db.insert(integrationVersions).values({
    organizationId,
    integrationId,
    version: 1,
    authorName: marker,
    snapshot: {
      description: marker,
      connectorId,
      active: false,
      intervalMinutes: 60,
      branches: [],
      settings: [],
    },
    secrets: [],
    changes: [],
  });
  const task = {
    organizationId,
    integrationId,
    operation: "sales",
    origin: "person" as const,
    requestedName: marker,
  };
  const [plan] = await db
    .insert(dayPlans)
    .values({ organizationId, requestedName: marker })
    .returning({ id: dayPlans.id });
  const planId = plan!.id;
  const [pending] = await db
    .insert(tasks)
    .values({ ...task, planId, period: { first: "2026-01-01", last: "2026-01-02" } })
    .returning({ id: tasks.id });
  const [failed] = await db
    .insert(tasks)
    .values({
      ...task,
      period: { first: "2026-02-01", last: "2026-02-02" },
      status: "failed",
      failureKind: "unavailable",
      failureReason: marker,
    })
    .returning({ id: tasks.id });
  const [file] = await db
    .insert(files)
    .values({
      organizationId,
      taskId: failed!.id,
      integrationId,
      generation: 1,
      name: `${marker}.txt`,
      contentType: "text/plain",
      rows: 1,
      bytes: 1,
      sha256: "0".repeat(64),
      storageKey: `${organizationId}/files/${marker}`,
    })
    .returning({ id: files.id });
  await db.insert(receivedItems).values({
    organizationId,
    integrationId,
    kind: "promotion",
    key: "1",
    title: marker,
    data: { marker },
    taskId: failed!.id,
  });
  await db.execute(
    sql`insert into log_lines (organization_id, integration_id, number, task_id, at, level, text) values (${organizationId}, ${integrationId}, 1, ${failed!.id}, now(), 1, ${marker})`,
  );
  await db.execute(
    sql`insert into log_heads (organization_id, integration_id, last_number) values (${organizationId}, ${integrationId}, 1)`,
  );
  const [upload] = await db
    .insert(imports)
    .values({
      organizationId,
      source: "zip",
      name: `${marker}.zip`,
      requestedName: marker,
      expectedBytes: 1,
    })
    .returning({ id: imports.id });
  await db.insert(products).values({ organizationId, code: "1", description: marker });
  await db.insert(productPrices).values({
    organizationId,
    branchId: branch!.id,
    productCode: "1",
    priceCents: 1_000,
    costCents: 500,
  });
  await db.insert(priceZones).values({ organizationId, code: "Z1", name: marker });
  await db
    .insert(priceZoneBranches)
    .values({ organizationId, zoneCode: "Z1", branchId: branch!.id });
  await db
    .insert(categoryGoals)
    .values({ organizationId, categoryCode: marker, goalCents: 100, competitiveness: marker });
  await db.insert(priceSuggestions).values({
    organizationId,
    integrationId,
    returnedOn: "2026-03-02",
    zoneCode: "Z1",
    productCode: "1",
    suggestedCents: 1_050,
    reason: marker,
    taskId: failed!.id,
  });
  await db.insert(productProposals).values({
    organizationId,
    integrationId,
    productCode: "1",
    field: "brand",
    proposed: marker,
    taskId: failed!.id,
  });
  const [application] = await db
    .insert(priceApplications)
    .values({
      organizationId,
      zoneCode: "Z1",
      zoneName: marker,
      products: 1,
      prices: 1,
      personId: 1,
      personName: marker,
    })
    .returning({ id: priceApplications.id });
  await db.insert(priceApplicationLines).values({
    organizationId,
    applicationId: application!.id,
    branchId: branch!.id,
    productCode: "1",
    previousCents: 900,
    newCents: 1_000,
    integrationId,
    returnedOn: "2026-03-02",
  });
  const [key] = await db
    .insert(apiKeys)
    .values({ organizationId, name: marker, prefix: "enl_abcdef", hash: randomUUID() })
    .returning({ id: apiKeys.id });
  await db
    .insert(auditEvents)
    .values({ organizationId, personName: marker, action: "sign-in", summary: marker });
  const flow = await makeWalkFlow(db, organizationId, marker);
  const profileId = await makeProfile(database, false, ["view"]);
  const agentProfileId = await makeProfile(database, true, ["view"]);
  const colleague = await makePerson(database, { organizationId, profileId, name: marker });
  const sessionHash = randomUUID().replaceAll("-", "").repeat(2);
  await db
    .insert(sessions)
    .values({ idHash: sessionHash, personId: colleague.personId, version: 1 });
  return {
    organizationId,
    branchId: branch!.id,
    integrationId,
    taskId: pending!.id,
    failedTaskId: failed!.id,
    planId,
    fileId: file!.id,
    importId: upload!.id,
    apiKeyId: key!.id,
    applicationId: application!.id,
    personId: colleague.personId,
    profileId,
    agentProfileId,
    sessionHash,
    marker,
    flow,
    freeCnpj: nextCnpj(),
    password: FIXTURE_PASSWORD,
  };
}

/** Somebody with exactly these permissions. */
export function makeWalker(
  database: OpenDatabase,
  organizationId: number | null,
  permissions: readonly Permission[],
): Promise<Actor> {
  return makePerson(database, { organizationId, permissions });
}
