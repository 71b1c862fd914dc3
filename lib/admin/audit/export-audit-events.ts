import { z } from "zod";
import { readAuditAfter } from "@/db/queries/people/audit.ts";
import { defineUseCase } from "../define-use-case.ts";
import { auditFilter } from "./audit-input.ts";

const BATCH = 1000;

/** A stretch of the audit log for an export, oldest first. The first stretch is itself noted in the log. */
export const exportAuditEvents = defineUseCase({
  name: "export-audit-events",
  permission: "audit",
  input: auditFilter.extend({
    search: z.string().max(200).default(""),
    actions: z.array(z.string().max(80)).max(200).default([]),
    afterId: z.number().int().min(0).default(0),
  }),
  async run({ actor, input, tx, audit }) {
    const { afterId, ...filter } = input;
    const rows = await readAuditAfter(
      tx,
      {
        ...filter,
        organizationId: actor.organizationId ?? filter.organizationId,
        timeZone: actor.timeZone,
      },
      afterId,
      BATCH,
    );
    if (afterId === 0)
      await audit({
        organizationId: actor.organizationId,
        subjectType: "audit",
        subjectId: "",
        summary: "Auditoria exportada",
      });
    return { rows, next: rows.length === BATCH ? (rows.at(-1)?.id ?? null) : null };
  },
});
