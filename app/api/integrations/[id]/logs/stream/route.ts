import { readLogs } from "@/lib/admin/logs/read-logs.ts";
import { LOGS_CHANNEL } from "@/lib/engine/listen.ts";
import { answerWith, readId, readNumber } from "../../../../answer.ts";
import { streamEvents } from "../../../../stream-events.ts";

const STRETCH = 1000;
/** A reader further behind than this is told to jump and reads what it shows by number. */
const MOST_BEHIND = 20_000;

/**
 * New lines as they are written, in order, each once: from above `after`, or above the last event's id
 * when a dropped stream resumes. `lines` events carry lines; `jump` says that many were left out.
 */
export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }) {
  const integrationId = readId((await params).id);
  const resumeAfter = request.headers.get("last-event-id");
  const after =
    resumeAfter && /^\d{1,15}$/.test(resumeAfter)
      ? Number(resumeAfter)
      : readNumber(new URL(request.url).searchParams, "after");
  return answerWith(
    (actor) => readLogs(actor, { integrationId, count: 0 }),
    (bounds, actor) => {
      let seen = after ?? bounds.last;
      return streamEvents({
        request,
        actor,
        permission: "logs",
        channel: LOGS_CHANNEL,
        concerns: (payload) => payload.split(":")[1] === String(integrationId),
        async onNews(send) {
          for (;;) {
            const outcome = await readLogs(actor, {
              integrationId,
              from: seen + 1,
              count: STRETCH,
            });
            if (!outcome.ok) throw new Error(`log stream refused: ${outcome.problem.kind}`);
            const { first, last, lines } = outcome.value;
            if (last - seen > MOST_BEHIND) {
              seen = last;
              await send("jump", { first, last }, seen);
              continue;
            }
            const end = lines.at(-1)?.number ?? seen;
            if (lines.length === 0) return;
            seen = end;
            await send("lines", { first, last: Math.max(last, end), lines }, seen);
            if (lines.length < STRETCH) return;
          }
        },
      });
    },
  );
}
