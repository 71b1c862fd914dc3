import {
  compareAndSetState,
  findState,
  setState,
} from "@/db/queries/integrations/connector-state.ts";
import type { TaskRow } from "@/db/queries/tasks/tasks.ts";
import type { ConnectorState } from "@/lib/connectors/define.ts";
import { inFence } from "./attempt.ts";
import type { Engine } from "./engine.ts";

/**
 * What an integration remembers, as one attempt sees it: reads are plain, writes hold the task and
 * are refused once it is another's.
 */
export function createConnectorState({
  engine,
  task,
  anyStatus,
}: {
  engine: Engine;
  task: TaskRow;
  anyStatus: boolean;
}): ConnectorState {
  const scope = () => ({
    organizationId: task.organizationId,
    integrationId: task.integrationId,
    now: engine.now(),
  });
  const getMany: ConnectorState["getMany"] = (keys) => findState(engine.database.db, scope(), keys);
  return {
    getMany,
    get: async (key) => (await getMany([key])).get(key) ?? null,
    set: (key, value, { expiresAt } = {}) =>
      inFence({ engine, task }, (tx) => setState(tx, scope(), key, value, expiresAt ?? null), {
        anyStatus,
      }),
    compareAndSet: (key, expected, value, { expiresAt } = {}) =>
      inFence(
        { engine, task },
        (tx) => compareAndSetState(tx, scope(), key, expected, value, expiresAt ?? null),
        { anyStatus },
      ),
  };
}
