import yauzl from "yauzl";

/** The one file of a multipart body; a sentence when there is none. */
export function readMultipart(
  contentType: string,
  body: Buffer,
  field: string,
): { name: string; content: Buffer; problem: null } | { problem: string } {
  const boundary = /^multipart\/form-data;\s*boundary="?([^";]+)"?$/i.exec(contentType)?.[1];
  if (!boundary) return { problem: "Content-Type deve ser multipart/form-data com boundary" };
  const [opening, closing] = [
    Buffer.from(`--${boundary}\r\n`),
    Buffer.from(`\r\n--${boundary}--\r\n`),
  ];
  if (body.indexOf(opening) !== 0 || body.lastIndexOf(closing) !== body.length - closing.length)
    return { problem: "O corpo não segue o boundary" };
  const headEnd = body.indexOf("\r\n\r\n");
  const head = body.subarray(opening.length, headEnd).toString("utf8");
  const disposition =
    /content-disposition:\s*form-data;\s*name="([^"]*)";\s*filename="([^"]*)"/i.exec(head);
  if (!disposition || disposition[1] !== field)
    return { problem: `O arquivo deve vir no campo ${field}` };
  return {
    name: disposition[2] ?? "",
    content: body.subarray(headEnd + 4, body.length - closing.length),
    problem: null,
  };
}

/** Files of a zip; null when it cannot be read or is not deflated. */
export async function unzip(
  content: Buffer,
): Promise<Array<{ name: string; content: Buffer }> | null> {
  try {
    const zip = await yauzl.fromBufferPromise(content, { lazyEntries: true });
    const files: Array<{ name: string; content: Buffer }> = [];
    for await (const entry of zip.eachEntry()) {
      if (entry.compressionMethod !== 8) return null;
      const chunks: Buffer[] = [];
      for await (const chunk of await zip.openReadStreamPromise(entry))
        chunks.push(chunk as Buffer);
      files.push({ name: entry.fileName, content: Buffer.concat(chunks) });
    }
    return files;
  } catch {
    return null;
  }
}
