import { downloadRefusals } from "@/lib/admin/movements/download-refusals.ts";
import { answerWith, readId } from "../../../../../answer.ts";
import { answerCsv } from "../../../../answer-csv.ts";

/** All of them as CSV. */
export async function GET(
  request: Request,
  { params }: RouteContext<"/api/movements/imports/[id]/refusals/download">,
): Promise<Response> {
  const { id } = await params;
  return answerWith(
    (actor) => downloadRefusals(actor, { importId: readId(id) }),
    (csv, actor) => answerCsv(request, actor, csv),
  );
}
