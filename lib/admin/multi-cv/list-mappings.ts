import { z } from "zod";
import {
  countMappings,
  listMappings as readMappings,
  listRemote,
} from "@/db/queries/flows/mapping-list.ts";
import { listEnvironments } from "@/db/queries/flows/multi-cv-scope.ts";
import {
  COMMISSION_RECEIVER_LABEL,
  COMMISSION_RECEIVERS,
  isListedKind,
  isTypedKind,
  MAPPING_KINDS,
  type MappingKind,
} from "@/lib/multi-cv/words/mappings.ts";
import {
  type Candidate,
  type CatalogueItem,
  matchCatalogue,
} from "@/lib/multi-cv/match-catalogue.ts";
import { defineUseCase, notFound } from "../define-use-case.ts";
import { rowId } from "../people/person-fields.ts";
import { flowInput, requireFlow } from "./require-flow.ts";

/** One thing that is numbered differently in a tenant. */
export interface MappingRow {
  id: number;
  sourceKey: string;
  sourceName: string;
  targetId: string | null;
  targetName: string;
  matchedBy: "flag" | "code" | "name" | "person" | null;
  confirmedAt: string | null;
  confirmedBy: string | null;
  /** What may be meant, as the lists stand now. */
  candidates: Candidate[];
  version: number;
}

/** How far the mapping of an environment's kind is. */
export interface MappingCount {
  environmentId: number;
  kind: MappingKind;
  total: number;
  open: number;
}

/** The screen "Mapeamentos" for one environment and kind. */
export interface MappingsView {
  rows: MappingRow[];
  /** All that the environment lists: the choices of a person. */
  choices: { id: string; name: string }[];
  /** ISO; null = never loaded. */
  loadedAt: string | null;
  counts: MappingCount[];
}

/** What is mapped of one kind in one environment, with proposals. */
export const listMappings = defineUseCase({
  name: "list-mappings",
  permission: "view",
  input: z.object({ ...flowInput, environmentId: rowId, kind: z.enum(MAPPING_KINDS) }),
  async run({ input: { integrationId, environmentId, kind }, tx }): Promise<MappingsView> {
    const flow = await requireFlow(tx, integrationId);
    const environments = await listEnvironments(tx, flow);
    if (!environments.some(({ id }) => id === environmentId)) notFound("Ambiente não encontrado.");
    const hub = environments.find(({ code }) => code === "hub");
    const toItem = (row: Awaited<ReturnType<typeof listRemote>>[number]): CatalogueItem => ({
      id: row.remoteId,
      name: row.name,
      code: row.code,
      flags: row.flags,
    });
    const listed = isListedKind(kind) ? await listRemote(tx, flow, environmentId, kind) : [];
    const sources = hub && hub.id !== environmentId ? await listRemote(tx, flow, hub.id, kind) : [];
    const matches = new Map(
      matchCatalogue(kind, sources.map(toItem), listed.map(toItem)).map((match) => [
        match.sourceKey,
        match.candidates,
      ]),
    );
    const counts = await countMappings(tx, flow);
    const rows = await readMappings(tx, flow, environmentId, kind);
    // What was written by hand is a choice too: no list has it.
    const typed = isTypedKind(kind)
      ? rows.flatMap(({ targetId, targetName }) =>
          targetId !== null && !listed.some(({ remoteId }) => remoteId === targetId)
            ? [{ id: targetId, name: targetName }]
            : [],
        )
      : [];
    return {
      rows: rows.map((row) => ({
        id: row.id,
        sourceKey: row.sourceKey,
        sourceName: row.sourceName,
        targetId: row.targetId,
        targetName: row.targetName,
        matchedBy: row.matchedBy,
        confirmedAt: row.confirmedAt?.toISOString() ?? null,
        confirmedBy: row.confirmedBy,
        candidates: matches.get(row.sourceKey) ?? [],
        version: row.version,
      })),
      choices:
        kind === "commission_receiver"
          ? COMMISSION_RECEIVERS.map((id) => ({ id, name: COMMISSION_RECEIVER_LABEL[id] }))
          : [...listed.map(({ remoteId, name }) => ({ id: remoteId, name })), ...typed],
      loadedAt: listed[0]?.loadedAt.toISOString() ?? null,
      counts: counts.flatMap((count) =>
        MAPPING_KINDS.some((known) => known === count.kind)
          ? [{ ...count, kind: count.kind as MappingKind }]
          : [],
      ),
    };
  },
});
