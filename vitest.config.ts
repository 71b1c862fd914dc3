import path from "node:path";
import { defineConfig } from "vitest/config";

/** Rooms whose tests touch no database and leave nothing behind: one worker loads their code once. */
const SHARED = [
  "lib/{core,connectors,csv}/**/*.test.ts",
  "lib/multi-cv/{cv,rules,wire}/**/*.test.ts",
  "e2e/sandbox/**/*.test.ts",
];

export default defineConfig({
  resolve: {
    alias: {
      "@": path.resolve(import.meta.dirname),
      "server-only": path.resolve(import.meta.dirname, "e2e/support/empty.ts"),
    },
  },
  test: {
    // Bounds for what never comes: a busy machine is slow, not wrong.
    testTimeout: 120_000,
    hookTimeout: 180_000,
    // One more than the cores that are counted on: tests of a crash mostly wait.
    maxWorkers: 3,
    // As for the browser: one repeat on a busy machine, and the run names what needed it.
    retry: process.env.CI ? 1 : 0,
    projects: [
      { extends: true, test: { name: "shared", include: SHARED, isolate: false } },
      {
        extends: true,
        test: {
          name: "apart",
          include: ["{app,components,lib,db,e2e}/**/*.test.{ts,tsx}"],
          exclude: SHARED,
          globalSetup: ["./e2e/support/database-server.ts"],
        },
      },
    ],
  },
});
