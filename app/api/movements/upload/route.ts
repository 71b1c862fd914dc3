import { receiveUpload } from "@/lib/admin/movements/receive-upload.ts";
import { answerPart } from "./answer-part.ts";

/**
 * Opens an upload with the file's first part: `x-file-name` (percent-encoded), `x-file-size` of the
 * whole file and, from an agent, `x-organization`; `x-dry-run: 1` checks it and writes nothing. What is left goes to `upload/[id]`.
 */
export async function POST(request: Request): Promise<Response> {
  const { headers, signal } = request;
  return answerPart(request, (actor, body) =>
    receiveUpload(
      actor,
      {
        name: readName(headers.get("x-file-name")),
        size: readCount(headers.get("x-file-size")) ?? Number.NaN,
        organizationId: readCount(headers.get("x-organization")),
        dryRun: headers.get("x-dry-run") === "1",
      },
      body,
      signal,
    ),
  );
}

const readCount = (header: string | null): number | null =>
  header && /^\d{1,15}$/.test(header) ? Number(header) : null;

function readName(header: string | null): string {
  try {
    return decodeURIComponent(header ?? "");
  } catch {
    return "arquivo";
  }
}
