import { readdirSync } from "node:fs";
import path from "node:path";
import type { UseCase } from "@/lib/admin/define-use-case.ts";

const FOLDER = path.join(import.meta.dirname, "../../lib/admin");

/** Every use-case of the house by its name, read from the code: a new one is in the list by itself. */
export async function listUseCases(): Promise<Map<string, UseCase<unknown, unknown>>> {
  const found = new Map<string, UseCase<unknown, unknown>>();
  for (const file of readdirSync(FOLDER, { recursive: true, encoding: "utf8" })) {
    if (!file.endsWith(".ts") || file.endsWith(".test.ts")) continue;
    const exported: Record<string, unknown> = await import(path.join(FOLDER, file));
    for (const value of Object.values(exported)) {
      if (typeof value === "function" && "useCase" in value) {
        const useCase = value as UseCase<unknown, unknown>;
        found.set(useCase.useCase.name, useCase);
      }
    }
  }
  return found;
}
