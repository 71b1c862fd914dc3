import { and, eq, isNotNull, isNull, sql } from "drizzle-orm";
import { z } from "zod";
import { findMapping, listRemote } from "@/db/queries/flows/mapping-list.ts";
import { listEnvironments } from "@/db/queries/flows/multi-cv-scope.ts";
import { mappings } from "@/db/schema/environments.ts";
import { COMMISSION_RECEIVERS, MAPPING_KINDS, TYPED_KINDS } from "@/lib/multi-cv/words/mappings.ts";
import { defineUseCase, notFound, Refusal } from "../define-use-case.ts";
import { rowId } from "../people/person-fields.ts";
import { flowInput, requireFlow } from "./require-flow.ts";
import { formatCount } from "@/lib/core/format-count.ts";

const CHANGED =
  "Outro usuário alterou este mapeamento depois que você o abriu. Confira o novo valor e decida novamente.";

/** A person says what one thing is called in a tenant; null = nothing there. */
export const confirmMapping = defineUseCase({
  name: "confirm-mapping",
  permission: "edit",
  input: z.object({
    id: rowId,
    version: z.int().positive(),
    targetId: z.string().min(1).max(100).nullable(),
  }),
  async run({ actor, input: { id, version, targetId }, tx, audit, now }) {
    const before = (await findMapping(tx, id)) ?? notFound("Mapeamento não encontrado.");
    const choices =
      before.kind === "commission_receiver"
        ? COMMISSION_RECEIVERS.map((code) => ({ remoteId: code as string, name: code as string }))
        : await listRemote(tx, before, before.environmentId, before.kind);
    const chosen = choices.find(({ remoteId }) => remoteId === targetId);
    if (targetId !== null && !chosen)
      throw new Refusal({
        kind: "invalid",
        message: "Este valor não está mais na lista do ambiente. Carregue-a novamente.",
      });
    const saved = await tx
      .update(mappings)
      .set({
        targetId,
        targetName: chosen?.name ?? "",
        matchedBy: targetId === before.targetId ? before.matchedBy : "person",
        confirmedAt: targetId === null ? null : now,
        confirmedBy: targetId === null ? null : actor.name,
        version: version + 1,
      })
      .where(
        and(
          eq(mappings.organizationId, before.organizationId),
          eq(mappings.id, id),
          eq(mappings.version, version),
        ),
      )
      .returning({ id: mappings.id });
    if (saved.length === 0) throw new Refusal({ kind: "conflict", message: CHANGED });
    await audit({
      organizationId: before.organizationId,
      subjectType: "mapping",
      subjectId: id,
      summary:
        targetId === null
          ? `Desfez o mapeamento de “${before.sourceName}”`
          : `Mapeou “${before.sourceName}” para “${chosen?.name ?? targetId}”`,
      changes: { targetId: { from: before.targetId, to: targetId } },
    });
    return { id };
  },
});

/** Confirms at once every proposal for which only one thing can be meant: of a kind in an environment, or all. */
export const confirmCertainMappings = defineUseCase({
  name: "confirm-certain-mappings",
  permission: "edit",
  input: z.object({
    ...flowInput,
    environmentId: rowId.optional(),
    kind: z.enum(MAPPING_KINDS).optional(),
  }),
  async run({ actor, input: { integrationId, environmentId, kind }, tx, audit, now }) {
    const flow = await requireFlow(tx, integrationId);
    const saved = await tx
      .update(mappings)
      .set({
        confirmedAt: now,
        confirmedBy: actor.name,
        version: sql`${mappings.version} + 1`,
      })
      // A proposal is stored only when it is the only one: what has two candidates has no target yet.
      .where(
        and(
          eq(mappings.organizationId, flow.organizationId),
          eq(mappings.integrationId, integrationId),
          environmentId === undefined ? undefined : eq(mappings.environmentId, environmentId),
          kind === undefined ? undefined : eq(mappings.kind, kind),
          isNull(mappings.confirmedAt),
          isNotNull(mappings.targetId),
        ),
      )
      .returning({ name: mappings.sourceName, target: mappings.targetName });
    if (saved.length > 0)
      await audit({
        organizationId: flow.organizationId,
        ...(environmentId === undefined
          ? { subjectType: "integration", subjectId: integrationId }
          : { subjectType: "environment", subjectId: environmentId }),
        summary: `Confirmou ${formatCount(saved.length, "mapeamento sugerido", "mapeamentos sugeridos")}${kind ? ` (${kind})` : ""}`,
        changes: Object.fromEntries(saved.map(({ name, target }) => [name, target])),
      });
    return { confirmed: saved.length };
  },
});

const TARGETS = {
  commission_receiver: z.enum(COMMISSION_RECEIVERS, "Escolha o código."),
  sale_type: z
    .string()
    .trim()
    .regex(/^\d{1,9}$/, "Informe o número do tipo de venda no terminal."),
  bearer: z
    .string()
    .trim()
    .regex(/^\d{1,9}$/, "Informe o número do portador no terminal."),
};

/** Writes down by hand what no list of the tenant shows. One whose mapping was undone is given its new value. */
export const addMapping = defineUseCase({
  name: "add-mapping",
  permission: "edit",
  input: z.object({
    ...flowInput,
    environmentId: rowId,
    kind: z.enum(TYPED_KINDS),
    sourceName: z
      .string()
      .trim()
      .min(1, "Informe o nome usado no Hub.")
      .max(80, "Use no máximo 80 caracteres."),
    targetId: z.string().max(80),
  }),
  async run({
    actor,
    input: { integrationId, environmentId, kind, sourceName, targetId: typed },
    tx,
    audit,
    now,
  }) {
    const flow = await requireFlow(tx, integrationId);
    if (!(await listEnvironments(tx, flow)).some(({ id }) => id === environmentId))
      notFound("Ambiente não encontrado.");
    const target = TARGETS[kind].safeParse(typed);
    if (!target.success)
      throw new Refusal({
        kind: "invalid",
        message: "Confira os campos indicados.",
        fields: { targetId: target.error.issues[0]?.message ?? "" },
      });
    const targetId = target.data;
    const confirmed = {
      sourceName,
      targetId,
      targetName: targetId,
      matchedBy: "person" as const,
      confirmedAt: now,
      confirmedBy: actor.name,
    };
    const [row] = await tx
      .insert(mappings)
      .values({
        organizationId: flow.organizationId,
        integrationId,
        environmentId,
        kind,
        sourceKey: sourceName.toLowerCase(),
        ...confirmed,
      })
      .onConflictDoUpdate({
        target: [
          mappings.organizationId,
          mappings.environmentId,
          mappings.kind,
          mappings.sourceKey,
        ],
        set: { ...confirmed, version: sql`${mappings.version} + 1` },
        setWhere: isNull(mappings.targetId),
      })
      .returning({ id: mappings.id });
    if (!row)
      throw new Refusal({
        kind: "invalid",
        message: "Confira os campos indicados.",
        fields: {
          sourceName: "Este item já está na lista. Desfaça o valor atual antes de informar outro.",
        },
      });
    await audit({
      organizationId: flow.organizationId,
      subjectType: "mapping",
      subjectId: row.id,
      summary: `Mapeou manualmente “${sourceName}” para ${targetId} (${kind})`,
    });
    return row;
  },
});
