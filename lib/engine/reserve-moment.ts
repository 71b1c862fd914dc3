import { findTakenMoments, lockMoments } from "@/db/queries/tasks/moments.ts";
import { findState, setState } from "@/db/queries/integrations/connector-state.ts";
import type { EngineIntegration } from "@/db/queries/integrations/integrations-for-engine.ts";
import type { TaskRow } from "@/db/queries/tasks/tasks.ts";
import { inFence } from "./attempt.ts";
import type { Engine } from "./engine.ts";

const SECOND_MS = 1_000;
/** As long as anybody may reprocess a task and expect its names. */
const KEPT_MS = 400 * 86_400_000;

/**
 * A whole second that is this task's alone among the organization's integrations of one connector, which
 * often share a folder at the partner's: two tasks that begin in one second would write the same names,
 * and the second would put its files in place of the first's. The same at every call, in every attempt
 * and after a reprocess.
 */
export function reserveMoment({
  engine,
  task,
  integration,
}: {
  engine: Engine;
  task: TaskRow;
  integration: EngineIntegration;
}): Promise<Date> {
  const { organizationId, integrationId } = task;
  const now = engine.now();
  const scope = { organizationId, integrationId, now };
  const key = `moment:${task.id}`;
  return inFence({ engine, task }, async (tx) => {
    await lockMoments(tx, organizationId, integration.connectorId);
    const mine = (await findState(tx, scope, [key])).get(key);
    if (mine !== undefined) return new Date(mine);
    const began = task.generationStartedAt ?? now;
    let moment = new Date(Math.floor(began.getTime() / SECOND_MS) * SECOND_MS);
    const taken = await findTakenMoments(tx, {
      organizationId,
      connectorId: integration.connectorId,
      from: moment,
    });
    while (taken.has(moment.toISOString())) moment = new Date(moment.getTime() + SECOND_MS);
    await setState(tx, scope, key, moment.toISOString(), new Date(now.getTime() + KEPT_MS));
    return moment;
  });
}
