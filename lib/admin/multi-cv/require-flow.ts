import { z } from "zod";
import type { Queryable } from "@/db/client.ts";
import { findFlowIntegration } from "@/db/queries/flows/multi-cv-scope.ts";
import { notFound } from "../define-use-case.ts";

/** The type of integration whose screens these are. */
export const MULTI_CV = "multi-cv";

/** Names one integration, as most of these use-cases do. */
export const flowInput = { integrationId: z.int().positive() };

/** A Multi CV integration that the person may see. */
export interface Flow {
  organizationId: number;
  integrationId: number;
  timeZone: string;
  active: boolean;
}

/** The integration among those the person may see; ends the use-case as not found otherwise. */
export async function requireFlow(tx: Queryable, integrationId: number): Promise<Flow> {
  const row =
    (await findFlowIntegration(tx, MULTI_CV, integrationId)) ??
    notFound("Integração não encontrada.");
  return {
    organizationId: row.organizationId,
    integrationId: row.id,
    timeZone: row.timeZone,
    active: row.active,
  };
}
