import { and, eq, sql } from "drizzle-orm";
import { z } from "zod";
import type { Transaction } from "@/db/client.ts";
import { findDevelopment } from "@/db/queries/flows/development-list.ts";
import { listEnvironments } from "@/db/queries/flows/multi-cv-scope.ts";
import { developments } from "@/db/schema/environments.ts";
import { defineUseCase, notFound, Refusal } from "../define-use-case.ts";
import { rowId } from "../people/person-fields.ts";
import { refuseDuplicate } from "../refuse-duplicate.ts";
import {
  DEVELOPMENT_DUPLICATES,
  type DevelopmentFields,
  developmentFields,
} from "./development-input.ts";
import { type Flow, flowInput, requireFlow } from "./require-flow.ts";

/** Says where a development of the Hub lives. */
export const createDevelopment = defineUseCase({
  name: "create-development",
  permission: "edit",
  input: developmentFields.extend(flowInput),
  async run({ input: { integrationId, ...fields }, tx, audit }) {
    const flow = await requireFlow(tx, integrationId);
    await requireTerminal(tx, flow, fields.environmentId);
    const [row] = await refuseDuplicate(DEVELOPMENT_DUPLICATES, () =>
      tx
        .insert(developments)
        .values({ ...fields, organizationId: flow.organizationId, integrationId })
        .returning({ id: developments.id }),
    );
    if (!row) throw new Error("insert returned no row");
    await audit({
      organizationId: flow.organizationId,
      subjectType: "development",
      subjectId: row.id,
      summary: `Empreendimento “${fields.hubName}” cadastrado`,
    });
    return row;
  },
});

/** Changes where a development lives. A check of the former ids says nothing about the new ones. */
export const updateDevelopment = defineUseCase({
  name: "update-development",
  permission: "edit",
  input: developmentFields.extend({ id: rowId, version: z.int().positive() }),
  async run({ input: { id, version, ...fields }, tx, audit }) {
    const { development: before } =
      (await findDevelopment(tx, id)) ?? notFound("Empreendimento não encontrado.");
    await requireTerminal(tx, before, fields.environmentId);
    const changes = changesOf(before, fields);
    const moved = Object.keys(changes).some((key) => key !== "hubName" && key !== "active");
    const saved = await refuseDuplicate(DEVELOPMENT_DUPLICATES, () =>
      tx
        .update(developments)
        .set({
          ...fields,
          version: version + 1,
          updatedAt: sql`now()`,
          ...(moved && { checkedAt: null, checkResult: null }),
        })
        .where(
          and(
            eq(developments.organizationId, before.organizationId),
            eq(developments.id, id),
            eq(developments.version, version),
          ),
        )
        .returning({ id: developments.id }),
    );
    if (saved.length === 0)
      throw new Refusal({
        kind: "conflict",
        message:
          "Outro usuário salvou este empreendimento depois que você o abriu. Feche, atualize a lista e faça a alteração novamente.",
      });
    await audit({
      organizationId: before.organizationId,
      subjectType: "development",
      subjectId: id,
      summary: `Empreendimento “${fields.hubName}” alterado`,
      changes,
    });
    return { id };
  },
});

/** Field by field what a save changes. */
export function changesOf(
  before: typeof developments.$inferSelect,
  fields: DevelopmentFields,
): Record<string, { from: unknown; to: unknown }> {
  const keys = Object.keys(fields) as (keyof DevelopmentFields)[];
  return Object.fromEntries(
    keys
      .filter((key) => before[key] !== fields[key])
      .map((key) => [key, { from: before[key], to: fields[key] }]),
  );
}

/** A development lives in a terminal, never in the Hub itself or in Sienge. */
async function requireTerminal(
  tx: Transaction,
  of: Pick<Flow, "organizationId" | "integrationId">,
  environmentId: number,
): Promise<void> {
  const known = (await listEnvironments(tx, of)).find(({ id }) => id === environmentId);
  if (known?.kind !== "cv" || known.code === "hub")
    throw new Refusal({
      kind: "invalid",
      message: "Confira os campos indicados.",
      fields: { environmentId: "Escolha o terminal em que o empreendimento está." },
    });
}
