import { stringify } from "csv-stringify/sync";
import { exportAuditEvents } from "@/lib/admin/audit/export-audit-events.ts";
import { readFocusedClient } from "@/lib/auth/focused-client.ts";
import { parseGridQuery } from "@/lib/core/grid.ts";
import { isDay } from "@/lib/core/period.ts";
import { answerWith } from "../../answer.ts";
import { whileAllowed } from "../../while-allowed.ts";

const HEADER = [
  "numero",
  "quando_utc",
  "quem",
  "cliente",
  "acao",
  "objeto",
  "id",
  "o_que",
  "mudancas",
  "de_onde",
];

/**
 * The audit log as a CSV, with the filters of the screen; read and sent in stretches, so that its
 * length does not matter.
 */
export async function GET(request: Request): Promise<Response> {
  const params = new URL(request.url).searchParams;
  const { search, filters } = parseGridQuery(params);
  const day = (name: string) => (isDay(params.get(name) ?? "") ? params.get(name) : null);
  let filter = {
    search,
    actions: filters.action ?? [],
    from: day("de"),
    to: day("ate"),
    organizationId: null as number | null,
  };
  return answerWith(
    async (actor) => {
      filter = { ...filter, organizationId: await readFocusedClient(actor) };
      return exportAuditEvents(actor, filter);
    },
    (first, actor) => {
      let stretch: typeof first | null = first;
      const encoder = new TextEncoder();
      const body = new ReadableStream<Uint8Array>({
        start: (controller) => controller.enqueue(encoder.encode(`\uFEFF${write([HEADER])}`)),
        async pull(controller) {
          if (!stretch) return controller.close();
          if (stretch.rows.length > 0)
            controller.enqueue(
              encoder.encode(
                write(
                  stretch.rows.map((row) => [
                    row.id,
                    row.at.toISOString(),
                    row.personName,
                    row.organizationName,
                    row.action,
                    row.subjectType,
                    row.subjectId,
                    row.summary,
                    row.changes ? JSON.stringify(row.changes) : "",
                    row.address,
                  ]),
                ),
              ),
            );
          if (stretch.next === null) return controller.close();
          const outcome = await exportAuditEvents(actor, { ...filter, afterId: stretch.next });
          if (!outcome.ok) throw new Error(`export stopped: ${outcome.problem.kind}`);
          stretch = outcome.value;
        },
      });
      const answered = new Response(body, {
        headers: {
          "Content-Type": "text/csv; charset=utf-8",
          "Content-Disposition": 'attachment; filename="auditoria.csv"',
          "X-Content-Type-Options": "nosniff",
          "Cache-Control": "no-store",
        },
      });
      return whileAllowed(request, actor, "audit", () => answered);
    },
  );
}

function write(rows: unknown[][]): string {
  // escape_formulas: a cell that begins with = + - @ must stay text when a spreadsheet opens it.
  return stringify(rows, { delimiter: ";", escape_formulas: true });
}
