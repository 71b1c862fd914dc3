import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "../ui/table.tsx";
import type { VersionComparison } from "@/lib/admin/integrations/compare-versions.ts";

/** What differs between two versions, side by side. */
export function ComparisonTable({
  comparison: { older, newer, changes },
}: {
  comparison: VersionComparison;
}) {
  if (changes.length === 0) {
    return (
      <p role="status" className="border-t px-4 py-4 text-sm text-muted-foreground">
        As versões {older} e {newer} são iguais.
      </p>
    );
  }
  return (
    <div className="border-t" role="status">
      <Table>
        <caption className="sr-only">
          Diferenças entre a versão {older} e a versão {newer}
        </caption>
        <TableHeader>
          <TableRow>
            <TableHead>Campo</TableHead>
            <TableHead>Versão {older}</TableHead>
            <TableHead>Versão {newer}</TableHead>
          </TableRow>
        </TableHeader>
        <TableBody>
          {changes.map(({ field, before, after, secret }, index) => (
            <TableRow key={`${field}-${index}`} className="align-top">
              <TableHead
                scope="row"
                className="text-sm font-medium whitespace-normal text-foreground"
              >
                {field}
              </TableHead>
              <TableCell className="wrap-anywhere text-muted-foreground">{before ?? "—"}</TableCell>
              <TableCell className="wrap-anywhere">
                {secret ? (after ?? "removida") : (after ?? "—")}
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </div>
  );
}
