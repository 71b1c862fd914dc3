import { mkdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { TestProject } from "vitest/node";
import { startEmbeddedServer } from "@/db/embedded-server.ts";
import { createDatabase, prepareDatabase } from "@/lib/launch/prepare-database.ts";

declare module "vitest" {
  interface ProvidedContext {
    databaseServer: string;
    templateDatabase: string;
  }
}

/** One embedded Postgres for a test run, with a migrated database that every test file copies. */
export default async function setup(project: TestProject) {
  const directory = path.join(tmpdir(), `enlace-test-${process.pid}`);
  mkdirSync(directory, { recursive: true });
  // Durability is not under test here and the disk is slow; the crash tests run a server of their own.
  const server = await startEmbeddedServer(directory, {
    settings: ["fsync=off", "synchronous_commit=off", "full_page_writes=off"],
  });
  await prepareDatabase(await createDatabase(server, "enlace_template"));
  project.provide("databaseServer", server.url);
  project.provide("templateDatabase", "enlace_template");
  return () => {
    server.stop();
    rmSync(directory, { recursive: true, force: true });
  };
}
