import { findConnector } from "@/lib/registry.ts";
import { findRunTarget, type RunTarget } from "@/db/queries/tasks/run-targets.ts";
import type { Queryable } from "@/db/client.ts";
import { notFound } from "../define-use-case.ts";

/** The integration among those the person may see; ends the use-case as not found otherwise. */
export async function requireIntegration(tx: Queryable, integrationId: number): Promise<RunTarget> {
  return (await findRunTarget(tx, integrationId)) ?? notFound("Integração não encontrada.");
}

/** Operation → the label a person reads. Empty for a type that is no longer offered: codes are shown then. */
export function operationLabels(connectorId: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(findConnector(connectorId)?.operations ?? {}).map(([name, operation]) => [
      name,
      operation.label,
    ]),
  );
}
