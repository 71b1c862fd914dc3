import type { Queryable } from "@/db/client.ts";
import { reopenEvent } from "@/db/queries/events/events.ts";
import { enqueue } from "../queue.ts";
import { type EventsJob, groupOfEvents, HANDLE_EVENTS } from "../queues.ts";

/** "Tratar novamente": a message that was settled is taken up once more. false: there is none, or it waits already. */
export async function repeatEvent(
  tx: Queryable,
  of: EventsJob & { eventId: number },
): Promise<boolean> {
  const { organizationId, integrationId, eventId } = of;
  if (!(await reopenEvent(tx, { organizationId, integrationId }, eventId))) return false;
  await enqueue(
    tx,
    HANDLE_EVENTS,
    { organizationId, integrationId },
    { group: groupOfEvents({ organizationId, integrationId }) },
  );
  return true;
}
