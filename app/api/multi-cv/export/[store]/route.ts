import { stringify } from "csv-stringify/sync";
import { type DevelopmentRow, exportDevelopments } from "@/lib/admin/multi-cv/list-developments.ts";
import { type EnvironmentRow } from "@/lib/admin/multi-cv/environment-row.ts";
import { DEVELOPMENT_COLUMNS } from "@/lib/admin/multi-cv/import-developments.ts";
import { ENVIRONMENT_COLUMNS } from "@/lib/admin/multi-cv/import-environments.ts";
import { exportEnvironments } from "@/lib/admin/multi-cv/list-environments.ts";
import { exportReservations } from "@/lib/admin/multi-cv/list-reservations.ts";
import { type DivergenceRow, exportDivergences } from "@/lib/admin/multi-cv/reconciliation.ts";
import type { ReservationRow } from "@/lib/admin/multi-cv/reservation-row.ts";
import { SUBJECT_STATE_LABEL } from "@/lib/core/flow.ts";
import { parseGridQuery } from "@/lib/core/grid.ts";
import { DIVERGENCE_LABEL } from "@/lib/multi-cv/words/divergences.ts";
import { answer, answerWith, readNumber } from "../../../answer.ts";
import { answerCsv } from "../../../answer-csv.ts";

const RESERVATION_COLUMNS = [
  "reserva_hub",
  "empreendimento",
  "unidade",
  "terminal",
  "reserva_terminal",
  "contrato_sienge",
  "numero_contrato",
  "situacao_hub",
  "situacao_terminal",
  "situacao_sienge",
  "situacao",
  "etapa",
  "tentativas",
  "ultimo_erro",
  "desde_utc",
  "decisoes_pendentes",
];

/** One of the stores as a CSV. Credentials are in none. */
export async function GET(
  request: Request,
  { params }: { params: Promise<{ store: string }> },
): Promise<Response> {
  const { store } = await params;
  const search = new URL(request.url).searchParams;
  const integrationId = readNumber(search, "integracao") ?? 0;
  if (store === "empreendimentos")
    return answerWith(
      (actor) => exportDevelopments(actor, { integrationId }),
      (rows) => answerCsv("empreendimentos", DEVELOPMENT_COLUMNS, rows.map(developmentLine)),
    );
  if (store === "tokens")
    return answerWith(
      (actor) => exportEnvironments(actor, { integrationId }),
      (rows) =>
        answerCsv(
          "tokens",
          ENVIRONMENT_COLUMNS,
          rows.map((row) => environmentLine(row, rows)),
        ),
    );
  if (store === "conciliacao")
    return answerWith(
      (actor) => exportDivergences(actor, { integrationId }),
      (rows) => answerCsv("conciliacao", DIVERGENCE_COLUMNS, rows.map(divergenceLine)),
    );
  if (store === "reservas") return streamReservations(search, integrationId);
  return answer(async () => ({
    ok: false as const,
    problem: { kind: "not_found" as const, message: "Não encontrado." },
  }));
}

const DIVERGENCE_COLUMNS = [
  "divergencia",
  "reserva_hub",
  "unidade",
  "terminal",
  "reserva_terminal",
  "contrato",
  "hub_diz",
  "terminal_diz",
  "sienge_diz",
  "significado",
];
const divergenceLine = (row: DivergenceRow) => [
  DIVERGENCE_LABEL[row.kind as keyof typeof DIVERGENCE_LABEL] ?? row.kind,
  row.hubId,
  row.unit,
  row.terminal,
  row.terminalId,
  row.contractNumber,
  row.says.hub,
  row.says.terminal,
  row.says.sienge,
  row.note,
];
const developmentLine = (row: DevelopmentRow) => [
  row.hubDevelopmentId,
  row.hubName,
  row.environmentCode,
  row.terminalDevelopmentId,
  row.siengeEnterpriseId,
  row.siengeCompanyId,
  row.active ? "sim" : "nao",
];
const environmentLine = (row: EnvironmentRow, all: readonly EnvironmentRow[]) => [
  row.code,
  row.kind,
  row.name,
  row.baseUrl,
  row.tenant,
  row.userName,
  row.validUntil,
  all.find(({ id }) => id === row.siengeEnvironmentId)?.code,
  row.dailyLimit,
];
const reservationLine = (row: ReservationRow) => [
  row.hubId,
  row.development,
  row.unit,
  row.terminalCode,
  row.terminalId,
  row.contractId,
  row.contractNumber,
  row.situations.hub,
  row.situations.terminal,
  row.situations.sienge,
  SUBJECT_STATE_LABEL[row.state],
  row.step,
  row.tries,
  row.lastError,
  row.since,
  row.openDecisions,
];

/**
 * The list of reservations with the screen's filters; read and sent in stretches, so that its
 * length does not matter.
 */
async function streamReservations(
  search: URLSearchParams,
  integrationId: number,
): Promise<Response> {
  const query = parseGridQuery(search);
  return answerWith(
    (actor) => exportReservations(actor, { integrationId, query, belowId: null }),
    (first, actor) => {
      let stretch: typeof first | null = first;
      const encoder = new TextEncoder();
      const write = (rows: unknown[][]) =>
        encoder.encode(stringify(rows, { delimiter: ";", escape_formulas: true }));
      const body = new ReadableStream<Uint8Array>({
        start(controller) {
          controller.enqueue(encoder.encode("\uFEFF"));
          controller.enqueue(write([RESERVATION_COLUMNS]));
        },
        async pull(controller) {
          if (!stretch) return controller.close();
          if (stretch.rows.length > 0) controller.enqueue(write(stretch.rows.map(reservationLine)));
          if (stretch.next === null) return controller.close();
          const outcome = await exportReservations(actor, {
            integrationId,
            query,
            belowId: stretch.next,
          });
          if (!outcome.ok) throw new Error(`export stopped: ${outcome.problem.kind}`);
          stretch = outcome.value;
        },
      });
      return new Response(body, {
        headers: {
          "Content-Type": "text/csv; charset=utf-8",
          "Content-Disposition": 'attachment; filename="reservas.csv"',
          "X-Content-Type-Options": "nosniff",
          "Cache-Control": "no-store",
        },
      });
    },
  );
}
