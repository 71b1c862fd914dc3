import { listDevelopmentRows } from "@/db/queries/flows/reservations-for-flow.ts";
import { listEnvironments } from "@/db/queries/flows/multi-cv-scope.ts";
import { listSetupChecks, saveSetupCheck } from "@/db/queries/flows/setup-checks.ts";
import { findTask } from "@/db/queries/tasks/tasks.ts";
import { KIND_SENTENCE } from "@/lib/core/errors.ts";
import type { Pass } from "@/lib/engine/flows/define-flow-module.ts";
import type { FlowContext } from "@/lib/engine/flows/flow-context.ts";
import { checkStoredDevelopment } from "./check-stored-development.ts";
import type { CvClient } from "./cv/open-cv.ts";
import { listDevelopments } from "./cv/developments.ts";
import { loadCatalogue } from "./load-catalogue.ts";
import type { CatalogueItem } from "./match-catalogue.ts";
import { HUB, openCvLine, openSiengeLine } from "./open-lines.ts";
import { isRefusal } from "./is-refusal.ts";
import { judgeProbe, probeEnvironment } from "./probe-environment.ts";
import { saveList, propose } from "./propose-mappings.ts";
import { type SetupPiece, listSetupPieces } from "./rules/list-setup-pieces.ts";
import { listEnterprises } from "./sienge/registers.ts";
import { type MappingKind, TYPED_KINDS } from "./words/mappings.ts";

type Row = Awaited<ReturnType<typeof listEnvironments>>[number];

/** What ends all further questions to a system: each would be answered in the same way. */
const ONE_FOR_ALL: ReadonlySet<string> = new Set([
  "auth",
  "unavailable",
  "rate_limited",
  "settings",
]);

/**
 * "Carregar e conferir tudo": asks every system whether it lets us in, loads its lists, proposes what is
 * meant by what, and checks each development. Each piece is kept when it is known, so that a run that
 * was cut off goes on where it ended; what one system refuses keeps no other from being asked.
 */
export const setupPass: Pass = async (ctx) => {
  const scope = { organizationId: ctx.organization.id, integrationId: ctx.integrationId };
  const task = await findTask(ctx.db, ctx.organization.id, ctx.taskId);
  const environments = await listEnvironments(ctx.db, scope);
  const begun = task?.createdAt ?? ctx.now();
  const known = await listSetupChecks(ctx.db, scope);
  const hub = environments.find(({ code }) => code === HUB);
  const down = new Map<number, string>();
  const lists = new Map<string, Promise<CatalogueItem[]>>();
  let looked = 0;
  for (const piece of listSetupPieces(environments)) {
    const row = environments.find(({ id }) => id === piece.environmentId);
    if (!row) continue;
    looked += 1;
    const earlier = known.find(
      ({ environmentId, what }) => environmentId === row.id && what === piece.what,
    );
    if (earlier?.ok && earlier.checkedAt >= begun && earlier.environmentVersion === row.version)
      continue;
    const finding = await findOut(row, piece, down, () => look(ctx, row, hub, piece, lists));
    ctx.signal.throwIfAborted();
    await saveSetupCheck(
      ctx.db,
      scope,
      {
        environmentId: row.id,
        environmentVersion: row.version,
        what: piece.what,
        ok: finding.ok,
        found: finding.found,
        note: finding.note,
      },
      ctx.now(),
    );
    if (!finding.ok) ctx.log("warn", `${row.name}: ${finding.note}`);
  }
  for (const row of await listDevelopmentRows(ctx.db, scope)) {
    looked += 1;
    if (!row.active || (row.checkResult?.ok && row.checkedAt !== null && row.checkedAt >= begun))
      continue;
    const { ok, notes } = await orNote(
      () => checkStoredDevelopment(ctx.db, ctx.environments, row),
      (sentence) => ({ ok: false, notes: [sentence] }),
    );
    if (!ok) ctx.log("warn", `${row.hubName}: ${notes.join(" ")}`);
    ctx.signal.throwIfAborted();
  }
  return looked;
};

interface Finding {
  ok: boolean;
  found: number | null;
  note: string;
  /** Nothing else of this system need be asked. */
  silent?: boolean;
}

/** The finding of one piece, whatever the system says; a system that is down is asked once. */
async function findOut(
  row: Row,
  { what }: SetupPiece,
  down: Map<number, string>,
  ask: () => Promise<Finding>,
): Promise<Finding> {
  const known = down.get(row.id);
  if (known !== undefined) return { ok: false, found: null, note: known };
  const finding = await orNote<Finding>(ask, (note, kind) =>
    // Types of sale are listed by v3 alone, which many tenants have not: there they are written down by hand.
    kind === "rejected" && TYPED_KINDS.some((typed) => typed === what)
      ? { ok: true, found: null, note: "" }
      : { ok: false, found: null, note, silent: ONE_FOR_ALL.has(kind) },
  );
  if (finding.silent) down.set(row.id, finding.note);
  return finding;
}

async function look(
  ctx: FlowContext,
  row: Row,
  hub: Row | undefined,
  { what }: SetupPiece,
  lists: Map<string, Promise<CatalogueItem[]>>,
): Promise<Finding> {
  const environment = ctx.environments.byId(row.id);
  const line = environment.kind === "cv" ? openCvLine(environment) : openSiengeLine(environment);
  if (what === "access") {
    const probed = await probeEnvironment(environment.kind, line);
    const { ok, note } = judgeProbe(probed);
    // Refused at its first question: it would refuse the others too.
    return { ok, found: null, note, silent: probed.length === 1 && !ok };
  }
  const scope = { organizationId: ctx.organization.id, integrationId: ctx.integrationId };
  const listOf = (of: Row, kind: MappingKind) => {
    const key = `${of.id} ${kind}`;
    const reading = lists.get(key) ?? loadCatalogue(openCvLine(ctx.environments.byId(of.id)), kind);
    lists.set(key, reading);
    return reading;
  };
  const now = ctx.now();
  if (what === "developments") {
    const items =
      environment.kind === "cv"
        ? (await listDevelopments(line as CvClient)).map(({ id, name, code, companyId }) =>
            toItem(id, name, code, companyId),
          )
        : (await listEnterprises(openSiengeLine(environment))).map(({ id, name, companyId }) =>
            toItem(id, name, null, companyId),
          );
    await ctx.db.transaction((tx) =>
      saveList(tx, { ...scope, kind: "development", now }, row.id, items),
    );
    return { ok: items.length > 0, found: items.length, note: items.length > 0 ? "" : EMPTY };
  }
  const items = await listOf(row, what);
  const sources =
    hub === undefined || hub.id === row.id || what === "situation" ? [] : await listOf(hub, what);
  await ctx.db.transaction((tx) =>
    propose(tx, {
      ...scope,
      kind: what,
      environmentId: row.id,
      hubId: hub?.id ?? row.id,
      items,
      sources,
      now,
    }),
  );
  return { ok: true, found: items.length, note: "" };
}

const EMPTY =
  "Nenhum empreendimento foi listado. Confira no sistema se o usuário da credencial vê os empreendimentos.";

const toItem = (
  id: number,
  name: string,
  code: string | null,
  companyId: number | null,
): CatalogueItem => ({ id: String(id), name, code: code ?? "", flags: { companyId } });

/** What a partner refuses becomes a finding; a defect of ours, a lost key and an abort end the run. */
async function orNote<Value>(
  work: () => Promise<Value>,
  toValue: (sentence: string, kind: string) => Value,
): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return toValue(error.detail || KIND_SENTENCE[error.kind], error.kind);
  }
}
