import { z } from "zod";
import { findEvent, pageEvents } from "@/db/queries/events/event-list.ts";
import type { GridPage } from "@/lib/core/grid.ts";
import { redactText, redactValue } from "@/lib/core/redact.ts";
import { defineUseCase, notFound } from "../define-use-case.ts";
import { gridInput } from "../grid-input.ts";
import { rowId } from "../people/person-fields.ts";
import { flowInput, requireFlow } from "./require-flow.ts";

type Stored = Awaited<ReturnType<typeof pageEvents>>["rows"][number];

/** Something a partner told us; instants are ISO texts. */
export interface EventRow {
  id: number;
  source: string;
  name: string;
  subjectKey: string | null;
  receivedAt: string;
  processedAt: string | null;
  outcome: "done" | "ignored" | "failed" | null;
  note: string | null;
  /** How often the same message came. */
  times: number;
}

/** One event with what it said, personal data taken out. */
export interface EventView extends EventRow {
  contentType: string;
  tenant: string;
  bytes: number;
  text: string;
  /** More was received than is shown. */
  cut: boolean;
}

const SHOWN = 20_000;

const toRow = (row: Stored): EventRow => ({
  id: row.id,
  source: row.source,
  name: row.name,
  subjectKey: row.subjectKey,
  receivedAt: row.receivedAt.toISOString(),
  processedAt: row.processedAt?.toISOString() ?? null,
  outcome: row.outcome,
  note: row.note,
  times: row.times ?? 1,
});

/** One page of "Webhooks recebidos". */
export const listReceivedEvents = defineUseCase({
  name: "list-received-events",
  permission: "view",
  input: z.object({ ...flowInput, query: gridInput<"events">() }),
  async run({ input, tx }): Promise<GridPage<EventRow>> {
    const page = await pageEvents(tx, await requireFlow(tx, input.integrationId), input.query);
    return { rows: page.rows.map(toRow), total: page.total };
  },
});

/** One event as it was received, redacted. */
export const readReceivedEvent = defineUseCase({
  name: "read-received-event",
  permission: "view",
  input: z.object({ ...flowInput, id: rowId }),
  async run({ input, tx }): Promise<EventView> {
    const event =
      (await findEvent(tx, await requireFlow(tx, input.integrationId), input.id)) ??
      notFound("Evento não encontrado.");
    const text = new TextDecoder("utf-8", { fatal: false }).decode(event.raw.subarray(0, SHOWN));
    return {
      ...toRow(event),
      contentType: event.contentType,
      tenant: event.tenant,
      bytes: event.raw.length,
      text: readable(text),
      cut: event.raw.length > SHOWN,
    };
  },
});

/** JSON over several lines, anything else as it came; both without secrets and personal data. */
function readable(text: string): string {
  try {
    return JSON.stringify(redactValue(JSON.parse(text)), null, 2);
  } catch {
    // Not JSON, or cut in the middle.
    return redactText(text);
  }
}
