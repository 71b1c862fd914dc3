import { readReservation } from "@/lib/admin/multi-cv/read-reservation.ts";
import { answer, readId } from "../../../answer.ts";

/** One reservation as it stands now. */
export async function GET(
  _request: Request,
  { params }: { params: Promise<{ id: string }> },
): Promise<Response> {
  const { id } = await params;
  return answer((actor) => readReservation(actor, { id: readId(id) }));
}
