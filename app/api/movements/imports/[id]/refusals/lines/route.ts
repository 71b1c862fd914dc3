import { downloadCorrections } from "@/lib/admin/movements/download-corrections.ts";
import { answerWith, readId } from "../../../../../answer.ts";
import { answerCsv } from "../../../../answer-csv.ts";

/** The refused lines of a CSV, to be corrected and sent again. */
export async function GET(
  request: Request,
  { params }: RouteContext<"/api/movements/imports/[id]/refusals/lines">,
): Promise<Response> {
  const { id } = await params;
  return answerWith(
    (actor) => downloadCorrections(actor, { importId: readId(id) }),
    (csv, actor) => answerCsv(request, actor, csv),
  );
}
