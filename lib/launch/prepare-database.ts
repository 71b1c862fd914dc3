import postgres from "postgres";
import { migrateDatabase } from "@/db/migrate.ts";
import { installQueue } from "@/lib/engine/install-queue.ts";

/** Makes the database when it is missing. */
export async function createDatabase(maintenanceUrl: string, name: string): Promise<void> {
  const admin = postgres(maintenanceUrl, { max: 1, onnotice: () => undefined });
  try {
    const [found] = await admin`select 1 from pg_database where datname = ${name}`;
    if (!found) await admin.unsafe(`create database ${name}`);
  } finally {
    await admin.end({ timeout: 5 });
  }
}

/** Schema and queue, up to date. */
export async function prepareDatabase(url: string): Promise<void> {
  await migrateDatabase(url);
  await installQueue(url);
}
