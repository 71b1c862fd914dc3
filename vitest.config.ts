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
    testTimeout: 30_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
    // As for the browser: one repeat on a busy machine, and the run names what needed it.
    retry: process.env.CI ? 1 : 0,
  },
});
