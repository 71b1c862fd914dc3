import { z } from "zod";
import { asPerson } from "@/db/client.ts";
import { currentDatabase } from "@/db/current-database.ts";
import { listEnvironments } from "@/db/queries/flows/multi-cv-scope.ts";
import { LISTED_KINDS } from "@/lib/multi-cv/words/mappings.ts";
import { loadCatalogue } from "@/lib/multi-cv/load-catalogue.ts";
import { propose } from "@/lib/multi-cv/propose-mappings.ts";
import { defineUseCase, notFound } from "../define-use-case.ts";
import { rowId } from "../people/person-fields.ts";
import { repeatAfterRace } from "../repeat-after-race.ts";
import { cvLine, type Prepared, prepareCalls } from "./open-lines-for-person.ts";
import { flowInput, requireFlow } from "./require-flow.ts";

/** "Carregar listas": reads what the Hub and an environment list of a kind, and proposes what is meant by what. */
export const prepareMappingLoad = defineUseCase({
  name: "prepare-mapping-load",
  permission: "edit",
  input: z.object({
    ...flowInput,
    environmentId: rowId,
    kind: z.enum(LISTED_KINDS),
  }),
  async run({
    actor,
    input: { integrationId, environmentId, kind },
    tx,
    audit,
  }): Promise<Prepared<{ found: number }>> {
    const flow = await requireFlow(tx, integrationId);
    const target =
      (await listEnvironments(tx, flow)).find(
        (row) => row.id === environmentId && row.kind === "cv",
      ) ?? notFound("Ambiente não encontrado.");
    await audit({
      organizationId: flow.organizationId,
      subjectType: "environment",
      subjectId: environmentId,
      summary: `Carregou as listas de “${target.name}” (${kind})`,
    });
    return prepareCalls(flow, async (environments) => {
      const hub = environments.byCode("hub");
      const items = await loadCatalogue(cvLine(environments.byId(environmentId)), kind);
      // Roles of situations are the same everywhere: the Hub's own list is only needed for what is matched against it.
      const sources =
        hub.id === environmentId || kind === "situation"
          ? []
          : await loadCatalogue(cvLine(hub), kind);
      await repeatAfterRace(() =>
        asPerson(currentDatabase().db, actor.organizationId, (writing, now) =>
          propose(writing, {
            organizationId: flow.organizationId,
            integrationId,
            kind,
            environmentId,
            hubId: hub.id,
            items,
            sources,
            now,
          }),
        ),
      );
      return { found: items.length };
    });
  },
});
