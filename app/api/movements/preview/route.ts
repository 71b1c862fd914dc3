import type { CsvPreview } from "@/lib/core/csv-preview.ts";
import { PREVIEW_BYTES } from "@/lib/core/csv-preview.ts";
import { admitPreview } from "@/lib/admin/movements/admit-preview.ts";
import type { Outcome } from "@/lib/admin/define-use-case.ts";
import { previewCsv } from "@/lib/inbox/csv/preview-csv.ts";
import { detectKind } from "@/lib/inbox/upload/detect-kind.ts";
import { UnreadableUpload } from "@/lib/inbox/unit.ts";
import { answer } from "../../answer.ts";

/** How the beginning of a CSV is read; `x-whole: 1` when the body is all of it. Keeps nothing. */
export async function POST(request: Request): Promise<Response> {
  return answer(async (actor): Promise<Outcome<CsvPreview>> => {
    const admitted = await admitPreview(actor, {});
    if (!admitted.ok) return admitted;
    const start = await readStart(request.body);
    if (start === null) return refuse("O começo do arquivo é grande demais. Tente novamente.");
    if (detectKind(start.subarray(0, 512)) !== "csv")
      return refuse("Só um CSV pode ser visto antes. Confira se escolheu o arquivo certo.");
    try {
      const value = await previewCsv(start, request.headers.get("x-whole") === "1");
      return { ok: true, value };
    } catch (error) {
      if (!(error instanceof UnreadableUpload)) throw error;
      return refuse(error.message);
    }
  });
}

const refuse = (message: string): Outcome<never> => ({
  ok: false,
  problem: { kind: "refused", message },
});

/** At most what a preview needs; null when more comes. */
async function readStart(body: ReadableStream<Uint8Array> | null): Promise<Uint8Array | null> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body ?? []) {
    bytes += chunk.length;
    if (bytes > PREVIEW_BYTES) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
