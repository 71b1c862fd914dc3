import { createHash } from "node:crypto";
import type { CsvCheck } from "./check-csv.ts";

/** Name of the return of a file. */
export function returnName(name: string): string {
  return name.replace(/(\.csv)?$/, "_RET.csv");
}

/**
 * The return: one row for each row received, by its line in the file (the header is line 1); line 0
 * when the whole file is refused.
 */
export function writeReturn(check: CsvCheck): string {
  const rows: string[][] = [["linha", "status", "codigo", "mensagem"]];
  if (check.fileProblems.length)
    rows.push(["0", "REJEITADO", "ARQUIVO", check.fileProblems.join(", ").replaceAll(";", ",")]);
  else {
    const refused = new Map(check.refusals.map((refusal) => [refusal.line, refusal]));
    for (let line = 2; line < check.rows + 2; line++) {
      const refusal = refused.get(line);
      rows.push(
        refusal
          ? [String(line), "REJEITADO", refusal.code, refusal.message]
          : [String(line), "ACEITO", "", ""],
      );
    }
  }
  return rows.map((row) => `${row.join(";")}\r\n`).join("");
}

/** Compares a control file (row count and SHA-256, in any order and with any separator) with its csv. */
export function checkControlFile(control: string, csv: Buffer, rows: number): string[] {
  const problems: string[] = [];
  const hash = /\b[0-9a-f]{64}\b/i.exec(control)?.[0];
  if (!hash) problems.push("Arquivo .ok sem SHA-256");
  else if (hash.toLowerCase() !== createHash("sha256").update(csv).digest("hex"))
    problems.push("SHA-256 do .ok não confere com o csv");
  const count = /(?<![0-9a-z])\d{1,9}(?![0-9a-z])/i.exec(
    hash ? control.replace(hash, " ") : control,
  )?.[0];
  if (count === undefined) problems.push("Arquivo .ok sem contagem de linhas");
  else if (Number(count) !== rows)
    problems.push(`Arquivo .ok diz ${count} linhas; o csv tem ${rows}`);
  return problems;
}
