import { Equal, EqualNot } from "lucide-react";
import { Badge } from "../ui/badge.tsx";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "../ui/table.tsx";
import type { ComparedFact } from "@/lib/admin/multi-cv/decision-view.ts";

interface ComparisonTableProps {
  label: string;
  facts: readonly ComparedFact[];
  terminal: string;
}

const showValue = (value: string | null) =>
  value ?? <span className="text-muted-foreground">–</span>;

/** The three systems side by side, field by field; what differs says so in words and stands first for the eye. */
export function ComparisonTable({ label, facts, terminal }: ComparisonTableProps) {
  if (facts.length === 0)
    return <p className="text-sm text-muted-foreground">Não há nada a comparar.</p>;
  return (
    <Table aria-label={label}>
      <TableHeader>
        <TableRow>
          <TableHead>Campo</TableHead>
          <TableHead>Hub</TableHead>
          <TableHead>{terminal}</TableHead>
          <TableHead>Sienge</TableHead>
          <TableHead>
            <span className="sr-only">Resultado</span>
          </TableHead>
        </TableRow>
      </TableHeader>
      <TableBody>
        {facts.map((fact) => (
          <TableRow key={fact.label} className={fact.equal === false ? "bg-failed-soft/60" : ""}>
            <TableHead scope="row" className="text-foreground">
              {fact.label}
            </TableHead>
            <TableCell className="min-w-28 wrap-anywhere">{showValue(fact.hub)}</TableCell>
            <TableCell className="min-w-28 wrap-anywhere">{showValue(fact.terminal)}</TableCell>
            <TableCell className="min-w-28 wrap-anywhere">{showValue(fact.sienge)}</TableCell>
            <TableCell className="whitespace-nowrap">
              {fact.equal === null ? null : fact.equal ? (
                <span className="inline-flex items-center gap-1 text-xs text-muted-foreground">
                  <Equal aria-hidden className="size-3.5" /> igual
                </span>
              ) : (
                <Badge tone="failed">
                  <EqualNot aria-hidden /> diferente
                </Badge>
              )}
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
