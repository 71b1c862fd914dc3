import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import type { OpenDatabase } from "@/db/client.ts";
import { integrations } from "@/db/schema/integrations.ts";
import { developments, environments, mappings, remoteLists } from "@/db/schema/environments.ts";
import { brakes, decisions, reservations, steps, subjects } from "@/db/schema/flows.ts";
import { events, webhookEndpoints } from "@/db/schema/webhooks.ts";

/** Ids of the client's Multi CV integration and what is in it. */
export interface WalkFlow {
  integrationId: number;
  hubId: number;
  terminalId: number;
  developmentId: number;
  subjectId: number;
  stepId: number;
  decisionId: number;
  brakeId: number;
  mappingId: number;
  endpointId: number;
  eventId: number;
}

/** A Multi CV integration with one reservation that is stuck, one question and one pulled brake. */
export async function makeWalkFlow(
  db: OpenDatabase["db"],
  organizationId: number,
  marker: string,
): Promise<WalkFlow> {
  await db.execute(
    sql`insert into connectors (id, name, summary, contract, transport, settings, operations) values ('multi-cv', 'Multi CV', '', 'published', 'rest', '[]', '{}') on conflict do nothing`,
  );
  const one = async <Row>(rows: Promise<Row[]>): Promise<Row> => (await rows)[0]!;
  const integrationId = (
    await one(
      db
        .insert(integrations)
        .values({
          organizationId,
          connectorId: "multi-cv",
          description: marker,
          active: false,
          intervalMinutes: 5,
        })
        .returning({ id: integrations.id }),
    )
  ).id;
  const own = { organizationId, integrationId };
  const environment = (code: string) =>
    one(
      db
        .insert(environments)
        .values({
          ...own,
          code,
          kind: "cv",
          name: `${marker} ${code}`,
          baseUrl: "http://127.0.0.1:9",
          userName: marker,
        })
        .returning({ id: environments.id }),
    );
  const [hub, terminal] = [await environment("hub"), await environment("a")];
  const development = await one(
    db
      .insert(developments)
      .values({
        ...own,
        hubDevelopmentId: "3",
        hubName: marker,
        environmentId: terminal.id,
        terminalDevelopmentId: "2",
      })
      .returning({ id: developments.id }),
  );
  await db.insert(remoteLists).values({
    ...own,
    environmentId: terminal.id,
    kind: "situation",
    remoteId: "3",
    name: marker,
    loadedAt: new Date(),
  });
  const mapping = await one(
    db
      .insert(mappings)
      .values({
        ...own,
        environmentId: terminal.id,
        kind: "situation",
        sourceKey: "sold",
        sourceName: marker,
        targetId: "3",
        targetName: marker,
        matchedBy: "name",
      })
      .returning({ id: mappings.id }),
  );
  const subject = await one(
    db
      .insert(subjects)
      .values({
        ...own,
        kind: "reservation",
        key: "7367",
        title: marker,
        state: "stuck",
        currentStep: "reservation/check-unit",
        lastErrorKind: "rejected",
        lastError: marker,
      })
      .returning({ id: subjects.id }),
  );
  await db.insert(reservations).values({
    ...own,
    subjectId: subject.id,
    hubReservationId: "7367",
    ownKey: "HUB-7367",
    environmentId: terminal.id,
    developmentId: development.id,
    unitName: marker,
  });
  const step = await one(
    db
      .insert(steps)
      .values({
        ...own,
        subjectId: subject.id,
        flow: "reservation",
        name: "check-unit",
        label: marker,
        status: "stuck",
        errorReason: marker,
      })
      .returning({ id: steps.id }),
  );
  const decision = await one(
    db
      .insert(decisions)
      .values({
        ...own,
        subjectId: subject.id,
        kind: "removed",
        question: marker,
        facts: [{ label: marker, hub: "a", terminal: "b", sienge: null }],
        options: [{ key: "wait", label: "Continuar esperando" }],
      })
      .returning({ id: decisions.id }),
  );
  const brake = await one(
    db
      .insert(brakes)
      .values({ ...own, kind: "cancellations", count: 11, reason: marker, engagedAt: new Date() })
      .returning({ id: brakes.id }),
  );
  const endpoint = await one(
    db
      .insert(webhookEndpoints)
      .values({
        ...own,
        publicId: randomUUID(),
        source: "hub",
        keyHash: randomUUID(),
        sealedKey: "test.a.b.c",
      })
      .returning({ id: webhookEndpoints.id }),
  );
  const event = await one(
    db
      .insert(events)
      .values({
        ...own,
        endpointId: endpoint.id,
        source: "hub",
        name: marker,
        raw: new TextEncoder().encode(`{"nota":"${marker}"}`),
        dedupKey: marker,
        subjectKey: "cv:hub:7367",
        note: marker,
      })
      .returning({ id: events.id }),
  );
  return {
    integrationId,
    hubId: hub.id,
    terminalId: terminal.id,
    developmentId: development.id,
    subjectId: subject.id,
    stepId: step.id,
    decisionId: decision.id,
    brakeId: brake.id,
    mappingId: mapping.id,
    endpointId: endpoint.id,
    eventId: event.id,
  };
}
