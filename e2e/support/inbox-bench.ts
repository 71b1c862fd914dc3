import { type SQL, sql } from "drizzle-orm";
import type { Database, OpenDatabase } from "@/db/client.ts";
import { imports } from "@/db/schema/imports.ts";
import { branches, organizations } from "@/db/schema/people.ts";
import { runImport } from "@/lib/inbox/run-import.ts";
import { storeCnpj } from "./build-fiscal-xml.ts";
import { createTestDatabase } from "./test-database.ts";

/** What an import left behind. */
export interface ImportResult {
  status: string;
  failureReason: string | null;
  read: number;
  accepted: number;
  duplicated: number;
  refused: number;
  warned: number;
  refusals: {
    place: string;
    document_key: string;
    code: string;
    reason: string;
    severity: string;
  }[];
}

export type InboxBench = Awaited<ReturnType<typeof createInboxBench>>;

const NOW = new Date("2026-11-20T12:00:00Z");

/** A database with two organizations and a store in memory: what the tests of the inbox import into. */
export async function createInboxBench() {
  const database: OpenDatabase = await createTestDatabase({ max: 12 });
  const { db } = database;
  const organizationId = await addOrganization(db, "Loja Inventada", storeCnpj("40100200"));
  const foreignId = await addOrganization(db, "Outra Loja Inventada", storeCnpj("50200300"));
  const contents = new Map<string, Buffer>();

  async function upload(name: string, content: string | Buffer): Promise<number> {
    const bytes = Buffer.from(content);
    const storageKey = `${name}-${contents.size}`;
    contents.set(storageKey, bytes);
    const [row] = await db
      .insert(imports)
      .values({
        organizationId,
        source: "xml",
        name,
        storageKey,
        bytes: bytes.length,
        requestedName: "Teste",
      })
      .returning({ id: imports.id });
    return row?.id as number;
  }

  async function run(
    importId: number,
    options: { dieAfterBatches?: number; isTurnOver?: () => Promise<boolean> } = {},
  ): Promise<ImportResult> {
    const store = {
      async *open(key: string) {
        yield contents.get(key) as Uint8Array;
      },
      remove: async () => undefined,
    };
    await runImport({ organizationId, importId }, new AbortController().signal, {
      db: options.dieAfterBatches === undefined ? db : dyingAfter(db, options.dieAfterBatches),
      store,
      now: NOW,
      ...(options.isTurnOver && { isTurnOver: options.isTurnOver }),
    });
    const [row] = await rows<
      Omit<ImportResult, "refusals" | "failureReason"> & { failure_reason: string | null }
    >(
      sql`select status, failure_reason, read, accepted, duplicated, refused, warned from imports where id = ${importId}`,
    );
    if (!row) throw new Error("import is gone");
    const { failure_reason: failureReason, ...rest } = row;
    return {
      ...rest,
      failureReason,
      refusals: await rows(
        sql`select place, document_key, code, reason, severity from import_refusals where import_id = ${importId} order by id`,
      ),
    };
  }

  async function rows<Row extends Record<string, unknown>>(query: SQL): Promise<Row[]> {
    return [...(await db.execute(query))] as unknown as Row[];
  }

  return {
    database,
    organizationId,
    foreignId,
    cnpj: storeCnpj("40100200"),
    foreignCnpj: storeCnpj("50200300"),
    unknownCnpj: storeCnpj("60300400"),
    upload,
    run,
    rows,
    import: async (name: string, content: string | Buffer) => run(await upload(name, content)),
    close: () => database.close(),
  };
}

async function addOrganization(db: Database, name: string, cnpj: string): Promise<number> {
  const [organization] = await db
    .insert(organizations)
    .values({ name })
    .returning({ id: organizations.id });
  const organizationId = organization?.id as number;
  await db
    .insert(branches)
    .values({ organizationId, code: "1", name: "Matriz", cnpj, city: "Campinas", state: "SP" });
  return organizationId;
}

/** The connection is lost for good after so many transactions. */
function dyingAfter(db: Database, batches: number): Database {
  let left = batches;
  return new Proxy(db, {
    get(target, property, receiver) {
      if (property !== "transaction") return Reflect.get(target, property, receiver) as unknown;
      return (...args: Parameters<Database["transaction"]>) => {
        left -= 1;
        return left < 0
          ? Promise.reject(new Error("connection lost"))
          : target.transaction(...args);
      };
    },
  });
}
