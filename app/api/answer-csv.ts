import { stringify } from "csv-stringify/sync";

/** A CSV for a spreadsheet: `;`, UTF-8 with its mark, and no cell that a spreadsheet would run as a formula. */
export function answerCsv(
  name: string,
  header: readonly string[],
  rows: readonly (readonly (string | number | null | undefined)[])[],
): Response {
  const body = `\uFEFF${stringify([header, ...rows], { delimiter: ";", escape_formulas: true })}`;
  return new Response(body, {
    headers: {
      "Content-Type": "text/csv; charset=utf-8",
      "Content-Disposition": `attachment; filename="${name}.csv"`,
      "X-Content-Type-Options": "nosniff",
      "Cache-Control": "no-store",
    },
  });
}
