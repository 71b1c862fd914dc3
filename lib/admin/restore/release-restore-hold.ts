import { z } from "zod";
import { readNow } from "@/db/queries/now.ts";
import { listOpenHolds } from "@/db/queries/restore/restore-holds.ts";
import { formatCount } from "@/lib/core/format-count.ts";
import { releaseHeldIntegration } from "@/lib/engine/release-hold.ts";
import { findConnector } from "@/lib/registry.ts";
import { defineUseCase, Refusal } from "../define-use-case.ts";
import { refuseClientPeople } from "../organizations/organization-input.ts";
import { rowId } from "../people/person-fields.ts";

const NOT_HELD =
  "Esta integração não está mais aguardando liberação. Outro usuário pode tê-la liberado. Atualize a página.";

/** "Liberar": an integration goes on after a restore, with what waited or without it. */
export const releaseRestoreHold = defineUseCase({
  name: "release-restore-hold",
  permission: "edit",
  input: z.object({ integrationId: rowId, what: z.enum(["run", "skip"]) }),
  async run({ actor, input: { integrationId, what }, tx, audit }) {
    refuseClientPeople(actor);
    const [hold] = await listOpenHolds(tx, integrationId);
    if (!hold) throw new Refusal({ kind: "conflict", message: NOT_HELD });
    const released = await releaseHeldIntegration(tx, findConnector(hold.connectorId), hold, {
      what,
      by: actor.name,
      now: await readNow(tx),
    });
    if (!released) throw new Refusal({ kind: "conflict", message: NOT_HELD });
    const tasks = formatCount(released.tasks, "tarefa", "tarefas");
    await audit({
      organizationId: hold.organizationId,
      subjectType: "integration",
      subjectId: integrationId,
      summary:
        what === "run"
          ? `Liberou “${hold.description}” após a restauração: ${tasks} para executar`
          : `Liberou “${hold.description}” após a restauração sem repetir envios: ${tasks} canceladas`,
    });
    return { tasks: released.tasks };
  },
});
