import { z } from "zod";
import {
  findImport,
  readRefusalsAfter,
  readRefusedHead,
} from "@/db/queries/movements/import-list.ts";
import { asPerson } from "@/db/client.ts";
import { currentDatabase } from "@/db/current-database.ts";
import { can } from "@/lib/core/permissions.ts";
import { CORRECTION_COLUMN } from "@/lib/csv/correction-column.ts";
import { foldName } from "@/lib/csv/fold-name.ts";
import { findSeparator } from "@/lib/csv/read-dialect.ts";
import { askForRight } from "../ask-for-right.ts";
import { defineUseCase, notFound, Refusal } from "../define-use-case.ts";

const PIECE = 500;
/** Columns of all layouts that tell of people. */
const PERSONAL =
  /^(nome|documento|email|telefone|nascimento|endereco|cep|paciente|comprador|cliente|cid|prescritor)$/;

/**
 * The refused lines of a CSV as they came, under the file's own names and behind the reason of each,
 * to be corrected and sent again: the reader passes over the column that it does not know.
 */
export const downloadCorrections = defineUseCase({
  name: "download-corrections",
  permission: "movements",
  input: z.object({ importId: z.number().int().positive() }),
  async run({ actor, input, tx, audit }) {
    const found = (await findImport(tx, input.importId)) ?? notFound("Importação não encontrada.");
    const scope = { organizationId: found.organizationId, importId: found.id };
    const head = await readRefusedHead(tx, scope);
    if (head === "")
      throw new Refusal({
        kind: "refused",
        message:
          "Esta importação não tem linhas de CSV recusadas. Veja os motivos na lista de recusados.",
      });
    const separator = findSeparator(head);
    if (
      !can(actor, "personalData") &&
      head.split(separator).some((name) => PERSONAL.test(foldName(name)))
    )
      throw new Refusal({
        kind: "forbidden",
        message: `As linhas recusadas têm dados de pessoas e o seu perfil não permite baixar dados pessoais. ${askForRight(actor)}`,
      });
    await audit({
      organizationId: found.organizationId,
      subjectType: "import",
      subjectId: found.id,
      summary: "Baixou as linhas recusadas para corrigir",
    });
    return {
      fileName: `corrigir-importacao-${found.id}.csv`,
      body: writeLines(scope, actor.organizationId, head, separator),
    };
  },
});

async function* writeLines(
  scope: { organizationId: number; importId: number },
  seenBy: number | null,
  head: string,
  separator: string,
): AsyncGenerator<string> {
  // A file that was corrected and sent before has the column already.
  const again = head.startsWith(CORRECTION_COLUMN);
  const bare = (line: string) =>
    again ? changeCells(withoutFirst(line, separator), separator, GUARDED, "") : line;
  yield `\uFEFF${CORRECTION_COLUMN}${separator}${again ? withoutFirst(head, separator) : head}\r\n`;
  let last = 0;
  for (;;) {
    const rows = await asPerson(currentDatabase().db, seenBy, (tx) =>
      readRefusalsAfter(tx, scope, last, PIECE),
    );
    if (rows.length === 0) return;
    last = rows.at(-1)?.id ?? last;
    for (const { lines, reason } of rows) {
      if (lines === "") continue;
      const [first = "", ...rest] = lines.split("\n").map(bare);
      yield `${quote(reason)}${separator}${guardFormulas(first, separator)}\r\n`;
      for (const line of rest) yield `${separator}${guardFormulas(line, separator)}\r\n`;
    }
  }
}

const quote = (text: string) => `"${text.replaceAll('"', '""')}"`;

/** A line without its first cell. */
function withoutFirst(line: string, separator: string): string {
  const quoted = /^"(?:[^"]|"")*"/.exec(line)?.[0] ?? "";
  const at = line.indexOf(separator, quoted.length);
  return at < 0 ? "" : line.slice(at + separator.length);
}

/** Cells that a spreadsheet would run, and those that look like one that is guarded already. */
const UNGUARDED = "(?='*[=+@]|'*-(?!\\d)|'+-)";
const GUARDED = "'(?='*[=+@-])";

/** Spreadsheets run what begins with = + - @, unless it is a number; the reader takes the mark off again. */
const guardFormulas = (line: string, separator: string) =>
  changeCells(line, separator, UNGUARDED, "'");

/** Puts a text in the place of what a pattern finds at the beginning of cells. */
function changeCells(line: string, separator: string, pattern: string, text: string): string {
  return line.replace(
    new RegExp(`(^|${separator})("?)${pattern}`, "g"),
    (_found, before: string, quote: string) => `${before}${quote}${text}`,
  );
}
