import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { and, asc, eq, sql } from "drizzle-orm";
import type { OpenDatabase } from "@/db/client.ts";
import { useDatabase } from "@/db/current-database.ts";
import { integrationBranches, integrations } from "@/db/schema/integrations.ts";
import { files, rejections, tasks } from "@/db/schema/tasks.ts";
import { branches, organizations } from "@/db/schema/people.ts";
import {
  type Connector,
  checkConnector,
  type Operation,
  type PreparedFile,
} from "@/lib/connectors/define.ts";
import { completeCnpj } from "@/lib/core/documents.ts";
import { daysBack, everyInterval } from "@/lib/core/schedule.ts";
import type { Engine } from "@/lib/engine/engine.ts";
import { openFileStore } from "@/lib/engine/file-store.ts";
import { syncCatalogue } from "@/lib/engine/sync-catalogue.ts";

/** An organization with one branch and one integration of a connector. */
export interface EngineFixture {
  organizationId: number;
  integrationId: number;
  branchId: number;
}

let serial = 0;

/** Makes the rows an integration needs; every call another organization. */
export async function createIntegration(
  database: OpenDatabase,
  connector: Connector,
  options: {
    timeZone?: string;
    intervalMinutes?: number;
    active?: boolean;
    branches?: number;
  } = {},
): Promise<EngineFixture> {
  const { db } = database;
  useDatabase(database);
  await syncCatalogue(db, [connector]);
  const name = `Drogaria Exemplo ${process.pid}-${++serial}`;
  const [organization] = await db
    .insert(organizations)
    .values({ name, timeZone: options.timeZone ?? "America/Sao_Paulo" })
    .returning();
  const organizationId = organization!.id;
  const [integration] = await db
    .insert(integrations)
    .values({
      organizationId,
      connectorId: connector.id,
      description: name,
      active: options.active ?? true,
      intervalMinutes: options.intervalMinutes ?? 60,
    })
    .returning();
  const integrationId = integration!.id;
  let branchId = 0;
  for (let index = 1; index <= (options.branches ?? 1); index++) {
    const cnpj = completeCnpj(
      `${String(20_000_000 + serial).padStart(8, "0")}${String(index).padStart(4, "0")}`,
    );
    const [branch] = await db
      .insert(branches)
      .values({
        organizationId,
        code: String(index),
        name: `Loja ${index}`,
        cnpj,
        city: "Belo Horizonte",
        state: "MG",
      })
      .returning();
    branchId ||= branch!.id;
    await db
      .insert(integrationBranches)
      .values({ organizationId, integrationId, branchId: branch!.id });
  }
  return { organizationId, integrationId, branchId };
}

/** A connector without settings whose only operation, `sales`, is what the test makes of it. */
export function fakeConnector(
  operation: Partial<Operation>,
  more: Partial<Connector> = {},
): Connector {
  const { collect } = operation;
  const outgoing = collect
    ? {}
    : {
        prepare: async function* () {},
        deliver: async () => ({ status: "done" as const }),
        secondSending: { effect: "replaces" as const, certainty: "assumed" as const },
      };
  return checkConnector({
    id: "fake",
    name: "Parceiro de Teste",
    summary: "Só para testes.",
    contract: "generic",
    transport: "rest",
    guide: { about: "", ask: [], how: [], assumed: [] },
    settings: [],
    check: async () => "ok",
    operations: {
      sales: {
        label: "Vendas",
        schedule: everyInterval(),
        period: daysBack(1),
        ...outgoing,
        ...operation,
      },
    },
    ...more,
  });
}

/** A file of these lines. */
export function textFile(
  name: string,
  lines: readonly string[],
  more: Partial<PreparedFile> = {},
): PreparedFile {
  return {
    name,
    contentType: "text/plain",
    rows: () => lines.length,
    body: (async function* () {
      for (const line of lines) yield `${line}\n`;
    })(),
    ...more,
  };
}

/** An engine that waits for nothing and keeps its files in a folder of its own. */
export async function makeEngine(
  database: OpenDatabase,
  registry: readonly Connector[],
  more: Partial<Engine> = {},
): Promise<Engine> {
  useDatabase(database);
  const store = await openFileStore({
    FILES_DIR: mkdtempSync(path.join(tmpdir(), "enlace-files-")),
    S3_REGION: "us-east-1",
  });
  return {
    database,
    registry,
    flowModules: [],
    store,
    keys: [],
    allowPrivate: ["127.0.0.1"],
    retry: { temporary: [5, 10], internal: [5], jitter: 0 },
    now: () => new Date(),
    mail: null,
    publicUrl: "",
    draining: new AbortController().signal,
    ...more,
  };
}

/** How a task stands now. */
export async function readTask(database: OpenDatabase, organizationId: number, taskId: number) {
  const [row] = await database.db
    .select()
    .from(tasks)
    .where(and(eq(tasks.organizationId, organizationId), eq(tasks.id, taskId)));
  if (!row) throw new Error(`no task ${taskId}`);
  return row;
}

/** All files of a task, older generations included. */
export function readFiles(database: OpenDatabase, taskId: number) {
  return database.db.select().from(files).where(eq(files.taskId, taskId)).orderBy(asc(files.id));
}

export function readRejections(database: OpenDatabase, taskId: number) {
  return database.db
    .select()
    .from(rejections)
    .where(eq(rejections.taskId, taskId))
    .orderBy(asc(rejections.id));
}

/** Texts of an integration's log, in order. */
export async function readLog(database: OpenDatabase, integrationId: number): Promise<string[]> {
  const rows = await database.db.execute(
    sql`select text from log_lines where integration_id = ${integrationId} order by number`,
  );
  return rows.map((row) => String(row.text));
}

/** Jobs of a queue that are not finished: payload, and seconds until they may start. */
export async function readJobs(
  database: OpenDatabase,
  queue: string,
): Promise<
  Array<{ data: { taskId: number; generation: number; tries?: number }; inSeconds: number }>
> {
  const rows = await database.db.execute(
    sql`select data, extract(epoch from start_after - now())::float8 as in_seconds from pgboss.job where name = ${queue} and state < 'completed' order by created_on`,
  );
  return rows.map((row) => ({
    data: row.data as { taskId: number; generation: number },
    inSeconds: Number(row.in_seconds),
  }));
}
