import { z } from "zod";
import { listWebhookEndpoints } from "@/db/queries/events/event-list.ts";
import { listConfirmedMappings } from "@/db/queries/flows/confirmed-mappings.ts";
import { countMappings } from "@/db/queries/flows/mapping-list.ts";
import { listEnvironments } from "@/db/queries/flows/multi-cv-scope.ts";
import { listDevelopmentRows } from "@/db/queries/flows/reservations-for-flow.ts";
import { countCarried, listSetupChecks } from "@/db/queries/flows/setup-checks.ts";
import { findPendingTask, findTask } from "@/db/queries/tasks/tasks.ts";
import { listSetupPieces } from "@/lib/multi-cv/rules/list-setup-pieces.ts";
import type { DevelopmentProposal } from "@/lib/multi-cv/rules/match-developments.ts";
import { SITUATION_ROLES, type SituationRole } from "@/lib/multi-cv/words/mappings.ts";
import { defineUseCase } from "../define-use-case.ts";
import { type EnvironmentRow, toEnvironmentRow } from "./environment-row.ts";
import { proposeDevelopments } from "./propose-developments.ts";
import { flowInput, requireFlow } from "./require-flow.ts";

/** The operation behind "Carregar e conferir tudo". */
export const SETUP = "setup";

/** How one system stands for the set-up. */
export interface SetupSystem {
  environment: EnvironmentRow;
  /** `stale`: it was saved since it was tested. */
  access: "never" | "stale" | "ok" | "wrong";
  note: string;
  checkedAt: string | null;
}

/** What a list or a look at a system failed with. */
export interface SetupFault {
  environmentId: number;
  name: string;
  what: string;
  note: string;
}

/** Everything the guided page draws from; all of it is counted from what is stored now. */
export interface SetupView {
  integrationId: number;
  active: boolean;
  systems: SetupSystem[];
  load: {
    /** The task that is at it now. */
    running: number | null;
    /** Pieces to look at, and those of them that were (by this run, while one is running). */
    total: number;
    done: number;
    faults: SetupFault[];
  };
  developments: {
    active: number;
    unchecked: number;
    wrong: number;
    proposals: DevelopmentProposal[];
    /** Names that the Hub lists and that nothing certain corresponds to. */
    unmatched: string[];
  };
  mappings: {
    /** Proposals for which only one thing can be meant. */
    certain: number;
    open: { environmentId: number; name: string; kind: string; count: number }[];
    /** Environments in which a situation is not confirmed, which holds every reservation. */
    roles: { environmentId: number; name: string; missing: SituationRole[] }[];
  };
  webhooks: { environmentId: number; name: string; registered: boolean }[];
  rehearsal: { ok: boolean; note: string; at: string } | null;
  /** How many reservations were carried. */
  carried: number;
}

/** How far the set-up of an integration is, and what is missing. */
export const readSetup = defineUseCase({
  name: "read-setup",
  permission: "view",
  input: z.object(flowInput),
  async run({ input, tx }): Promise<SetupView> {
    const flow = await requireFlow(tx, input.integrationId);
    const environments = await listEnvironments(tx, flow);
    const checks = await listSetupChecks(tx, flow);
    const checkOf = (environmentId: number, what: string) =>
      checks.find((one) => one.environmentId === environmentId && one.what === what);
    const running = await findPendingTask(tx, flow, SETUP);
    const task = running === null ? null : await findTask(tx, flow.organizationId, running);
    const rows = await listDevelopmentRows(tx, flow);
    const active = rows.filter((row) => row.active);
    const versions = new Map(environments.map(({ id, version }) => [id, version]));
    const pieces = listSetupPieces(environments).map((piece) => ({
      ...piece,
      check: checkOf(piece.environmentId, piece.what),
    }));
    const isFresh = (check: (typeof checks)[number] | undefined) =>
      check !== undefined &&
      check.environmentVersion === versions.get(check.environmentId) &&
      (task === null || check.checkedAt >= task.createdAt);
    const isChecked = ({ checkedAt }: (typeof rows)[number]) =>
      checkedAt !== null && (task === null || checkedAt >= task.createdAt);
    const counts = await countMappings(tx, flow);
    const confirmed = await listConfirmedMappings(tx, flow);
    const nameOf = (id: number) => environments.find((one) => one.id === id)?.name ?? "";
    const endpoints = await listWebhookEndpoints(tx, flow);
    const hub = environments.find(({ code }) => code === "hub");
    const rehearsal = hub && checkOf(hub.id, "rehearsal");
    return {
      integrationId: flow.integrationId,
      active: flow.active,
      systems: environments.map((row) => {
        const check = checkOf(row.id, "access");
        const stale = check?.environmentVersion !== row.version;
        return {
          environment: toEnvironmentRow(row, null),
          access: !check ? "never" : stale ? "stale" : check.ok ? "ok" : "wrong",
          note: check && !stale ? check.note : "",
          checkedAt: check?.checkedAt.toISOString() ?? null,
        };
      }),
      load: {
        running,
        total: pieces.length + active.length,
        done: pieces.filter(({ check }) => isFresh(check)).length + active.filter(isChecked).length,
        faults: pieces.flatMap(({ check, what, environmentId }) =>
          check && !check.ok && what !== "access" && isFresh(check)
            ? [{ environmentId, name: nameOf(environmentId), what, note: check.note }]
            : [],
        ),
      },
      developments: {
        active: active.length,
        unchecked: active.filter(({ checkResult }) => checkResult === null).length,
        wrong: active.filter(({ checkResult }) => checkResult?.ok === false).length,
        ...(await proposeDevelopments(tx, flow)),
      },
      mappings: {
        certain: counts.reduce((sum, { certain }) => sum + certain, 0),
        open: counts
          .filter(({ open }) => open > 0)
          .map(({ environmentId, kind, open }) => ({
            environmentId,
            name: nameOf(environmentId),
            kind,
            count: open,
          })),
        roles: environments
          .filter(({ kind }) => kind === "cv")
          .map(({ id, name }) => ({
            environmentId: id,
            name,
            missing: SITUATION_ROLES.filter(
              (role) =>
                !confirmed.some(
                  (one) =>
                    one.environmentId === id && one.kind === "situation" && one.sourceKey === role,
                ),
            ),
          }))
          .filter(({ missing }) => missing.length > 0),
      },
      webhooks: environments.map(({ id, code, name }) => ({
        environmentId: id,
        name,
        registered: endpoints.some(
          ({ source, active: on, remoteIds }) => source === code && on && remoteIds.length > 0,
        ),
      })),
      rehearsal: rehearsal
        ? { ok: rehearsal.ok, note: rehearsal.note, at: rehearsal.checkedAt.toISOString() }
        : null,
      carried: await countCarried(tx, flow),
    };
  },
});
