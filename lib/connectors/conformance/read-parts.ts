import yauzl from "yauzl";
import type { StoredFile } from "../define.ts";

/** What a person would read in a file: itself, or the files inside when it is a zip. */
export async function readParts(
  file: Pick<StoredFile, "name" | "contentType" | "open">,
): Promise<Array<{ name: string; text: string }>> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of file.open()) chunks.push(chunk);
  const bytes = Buffer.concat(chunks);
  if (file.contentType !== "application/zip")
    return [
      {
        name: file.name,
        text: new TextDecoder(/charset=([\w-]+)/i.exec(file.contentType)?.[1] ?? "utf-8").decode(
          bytes,
        ),
      },
    ];
  const zip = await yauzl.fromBufferPromise(bytes, { lazyEntries: true });
  const parts: Array<{ name: string; text: string }> = [];
  for await (const entry of zip.eachEntry()) {
    const content: Buffer[] = [];
    for await (const chunk of await zip.openReadStreamPromise(entry)) content.push(chunk as Buffer);
    parts.push({ name: entry.fileName, text: Buffer.concat(content).toString("utf8") });
  }
  return parts;
}
