import type { GridColumn } from "../data-grid/grid-column.ts";
import type { SuggestionRow } from "@/lib/admin/prices/list-price-suggestions.ts";
import { formatDay } from "@/lib/core/period.ts";
import { PRICE_VERDICT_WORDS, PRICE_VERDICTS } from "@/lib/core/price-verdict.ts";
import { Amount, AmountRange, Variation, VerdictBadge } from "./price-cells.tsx";

const VERDICTS = PRICE_VERDICTS.map((value) => ({
  value,
  label: PRICE_VERDICT_WORDS[value].label,
}));

/** The suggestion beside current price, cost and ceiling. */
export const SUGGESTION_COLUMNS: readonly GridColumn<SuggestionRow, "priceSuggestions">[] = [
  {
    id: "code",
    header: "Código",
    sortable: true,
    optional: true,
    mobile: "hidden",
    cell: (row) => <span className="font-mono text-[13px]">{row.code}</span>,
  },
  {
    id: "description",
    header: "Produto",
    sortable: true,
    rowHeader: true,
    mobile: "title",
    wrap: true,
    width: "24%",
    cell: (row) => row.description,
  },
  {
    id: "ean",
    header: "EAN",
    optional: true,
    cell: (row) => <span className="font-mono text-[13px]">{row.ean}</span>,
  },
  {
    id: "current",
    header: "Preço atual",
    align: "right",
    sortable: true,
    cell: (row) => <AmountRange low={row.currentLowCents} high={row.currentHighCents} />,
  },
  {
    id: "suggested",
    header: "Sugerido",
    align: "right",
    sortable: true,
    cell: (row) => (
      <span className="font-medium">
        <Amount cents={row.suggestedCents} />
      </span>
    ),
  },
  {
    id: "variation",
    header: "Variação",
    align: "right",
    sortable: true,
    cell: (row) => <Variation value={row.variation} />,
  },
  {
    id: "cost",
    header: "Custo",
    align: "right",
    sortable: true,
    mobile: "hidden",
    cell: (row) => <Amount cents={row.costCents} />,
  },
  {
    id: "pmc",
    header: "PMC",
    align: "right",
    sortable: true,
    mobile: "hidden",
    cell: (row) => <Amount cents={row.pmcCents} />,
  },
  {
    id: "range",
    header: "Mín. e máx.",
    align: "right",
    mobile: "hidden",
    cell: (row) => <AmountRange low={row.lowestCents} high={row.highestCents} />,
  },
  {
    id: "verdict",
    header: "Situação",
    sortable: true,
    mobile: "status",
    filter: { options: VERDICTS },
    cell: (row) => <VerdictBadge verdict={row.verdict} />,
  },
  {
    id: "reason",
    header: "Motivo",
    wrap: true,
    width: "12rem",
    mobile: "hidden",
    cell: (row) => row.reason || <span className="text-muted-foreground">—</span>,
  },
  {
    id: "returnedOn",
    header: "Retorno",
    sortable: true,
    optional: true,
    cell: (row) => <span className="tabular-nums">{formatDay(row.returnedOn)}</span>,
  },
  {
    id: "validTo",
    header: "Validade",
    optional: true,
    cell: (row) =>
      row.validTo ? (
        <span className="tabular-nums">{formatDay(row.validTo)}</span>
      ) : (
        <span className="text-muted-foreground">—</span>
      ),
  },
];
