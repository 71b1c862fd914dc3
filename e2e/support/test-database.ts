import { randomBytes } from "node:crypto";
import postgres from "postgres";
import { inject } from "vitest";
import { type OpenDatabase, openDatabase } from "@/db/client.ts";
import { OWNER_ROLE } from "@/db/embedded-server.ts";

/** A migrated, empty database of the calling test file's own. Call `close` in `afterAll`. */
export async function createTestDatabase(options: { max?: number } = {}): Promise<OpenDatabase> {
  const serverUrl = inject("databaseServer");
  const name = `test_${randomBytes(6).toString("hex")}`;
  const admin = postgres(serverUrl, { max: 1, onnotice: () => undefined });
  // Copying a template fails while another file copies it: one at a time.
  await admin`select pg_advisory_lock(1)`;
  await admin.unsafe(
    `create database ${name} template ${inject("templateDatabase")} owner ${OWNER_ROLE}`,
  );
  await admin.end();
  const url = new URL(serverUrl);
  url.username = OWNER_ROLE;
  url.pathname = `/${name}`;
  return openDatabase(url.toString(), options);
}
