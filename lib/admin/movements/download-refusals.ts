import { stringify } from "csv-stringify/sync";
import { z } from "zod";
import { findImport, readRefusalsAfter } from "@/db/queries/movements/import-list.ts";
import { currentDatabase } from "@/db/current-database.ts";
import { asPerson } from "@/db/client.ts";
import { defineUseCase, notFound } from "../define-use-case.ts";

const PIECE = 2000;
const HEAD = ["lugar", "tipo", "chave", "codigo", "motivo"];

/** All refusals of an import as CSV, read piece by piece while it is sent. */
export const downloadRefusals = defineUseCase({
  name: "download-refusals",
  permission: "movements",
  input: z.object({ importId: z.number().int().positive() }),
  async run({ actor, input, tx, audit }) {
    const found = (await findImport(tx, input.importId)) ?? notFound("Importação não encontrada.");
    await audit({
      organizationId: found.organizationId,
      subjectType: "import",
      subjectId: found.id,
      summary: "Baixou a lista de recusados",
    });
    const scope = { organizationId: found.organizationId, importId: found.id };
    return {
      fileName: `recusados-importacao-${found.id}.csv`,
      body: writeCsv(scope, actor.organizationId),
    };
  },
});

async function* writeCsv(
  scope: { organizationId: number; importId: number },
  seenBy: number | null,
): AsyncGenerator<string> {
  yield `\uFEFF${stringify([HEAD], { delimiter: ";" })}`;
  let last = 0;
  for (;;) {
    const rows = await asPerson(currentDatabase().db, seenBy, (tx) =>
      readRefusalsAfter(tx, scope, last, PIECE),
    );
    if (rows.length === 0) return;
    last = rows.at(-1)?.id ?? last;
    // Spreadsheets run what begins with = + - @: escape_formulas puts an apostrophe before it.
    yield stringify(
      rows.map((row) => [
        row.place,
        row.severity === "warning" ? "aviso" : "recusado",
        row.documentKey,
        row.code,
        row.reason,
      ]),
      { delimiter: ";", escape_formulas: true },
    );
  }
}
