import path from "node:path";
import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: {
    alias: {
      "@": path.resolve(import.meta.dirname),
      "server-only": path.resolve(import.meta.dirname, "e2e/support/empty.ts"),
    },
  },
  test: {
    include: ["{app,components,lib,db,e2e}/**/*.test.{ts,tsx}"],
    globalSetup: ["./e2e/support/database-server.ts"],
    // Bounds for what never comes: a busy machine is slow, not wrong.
    testTimeout: 120_000,
    hookTimeout: 180_000,
    // One more than the cores that are counted on: tests of a crash mostly wait.
    maxWorkers: 3,
    // As for the browser: one repeat on a busy machine, and the run names what needed it.
    retry: process.env.CI ? 1 : 0,
  },
});
