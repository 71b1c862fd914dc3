import { readFile, stat } from "node:fs/promises";
import type { InboxContext } from "../document.ts";
import { readCsv } from "../csv/read-csv.ts";
import { type Unit, UnreadableUpload } from "../unit.ts";
import { MAX_XML_BYTES } from "../xml/read-xml.ts";
import { readFiscalXml } from "../xml/read-fiscal-xml.ts";
import type { LocalCopy } from "./copy-to-disk.ts";
import { detectKind } from "./detect-kind.ts";
import { readZip } from "./read-zip.ts";

/** The units of an upload, whatever it is; the first `skip` of them are left out. */
export async function* openUpload(
  copy: LocalCopy,
  name: string,
  context: InboxContext,
  skip: number,
): AsyncGenerator<Unit> {
  switch (detectKind(copy.start)) {
    case "zip":
      return yield* readZip(copy.path, context, skip);
    case "csv":
      return yield* readCsv(copy.path, context, skip);
    case "xml": {
      const { size } = await stat(copy.path);
      if (size > MAX_XML_BYTES)
        throw new UnreadableUpload("O XML passa de 5 MB, o limite de um documento fiscal.");
      if (skip === 0)
        yield {
          place: name,
          bytesRead: size,
          read: async () => readFiscalXml(await readFile(copy.path), context),
        };
      return;
    }
    case "empty":
      throw new UnreadableUpload("O arquivo está vazio.");
    case "archive":
      throw new UnreadableUpload(
        "Este tipo de arquivo compactado (rar, 7z, gz) não é aceito. Envie um zip ou os XML soltos.",
      );
    default:
      throw new UnreadableUpload(
        "O arquivo não é XML, zip nem CSV. Confira se escolheu o arquivo certo.",
      );
  }
}
