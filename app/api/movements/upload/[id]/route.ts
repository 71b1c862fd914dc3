import { readUpload } from "@/lib/admin/movements/read-upload.ts";
import { receivePart } from "@/lib/admin/movements/receive-upload.ts";
import { answer, readId, readNumber } from "../../../answer.ts";
import { answerPart } from "../answer-part.ts";

type Context = RouteContext<"/api/movements/upload/[id]">;

/** Where the upload stands: asked after a line broke. */
export async function GET(_request: Request, { params }: Context): Promise<Response> {
  const importId = readId((await params).id);
  return answer((actor) => readUpload(actor, { importId }));
}

/** The part that begins at `?offset=`. */
export async function PUT(request: Request, { params }: Context): Promise<Response> {
  const importId = readId((await params).id);
  const offset = readNumber(new URL(request.url).searchParams, "offset") ?? Number.NaN;
  return answerPart(request, (actor, body) =>
    receivePart(actor, { importId, offset }, body, request.signal),
  );
}
