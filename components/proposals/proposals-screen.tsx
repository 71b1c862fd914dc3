"use client";

import { Check, ExternalLink, Sparkles, X } from "lucide-react";
import Link from "next/link";
import { useCallback, useMemo, useRef, useState } from "react";
import { DataGrid } from "../data-grid/data-grid.tsx";
import { fetchGridPage } from "../data-grid/fetch-grid-page.ts";
import type { GridColumn } from "../data-grid/grid-column.ts";
import { refreshGrid } from "../data-grid/refresh-grid.ts";
import type { GridSource } from "../data-grid/use-grid-data.ts";
import { useBanner } from "../forms/use-banner.tsx";
import { ConfirmDialog } from "../ui/alert-dialog.tsx";
import { Badge } from "../ui/badge.tsx";
import { Button, buttonVariants } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import type { Outcome } from "@/lib/admin/define-use-case.ts";
import type { DecidedProposal } from "@/lib/admin/proposals/decide-proposals.ts";
import type { ProposalRow } from "@/lib/admin/proposals/list-product-proposals.ts";
import type { GridPage } from "@/lib/core/grid.ts";
import { formatInstant } from "@/lib/core/period.ts";
import { PRODUCT_FIELD_LABEL, PRODUCT_FIELDS } from "@/lib/core/product-field.ts";
import { formatCount } from "@/lib/core/format-count.ts";

/** What the screen asks of the server. */
export type DecideAction = (input: {
  accept: boolean;
  proposals: DecidedProposal[];
}) => Promise<Outcome<{ decided: number; changed: number }>>;

const GRID = "propostas";
const rowId = (row: ProposalRow) => `${row.integrationId}~${row.field}~${row.productCode}`;
const FIELDS = PRODUCT_FIELDS.map((value) => ({ value, label: PRODUCT_FIELD_LABEL[value].label }));
const STATES = [
  { value: "open", label: "Em aberto" },
  { value: "accepted", label: "Aceita" },
  { value: "refused", label: "Recusada" },
];
const TONE = { open: "pending", accepted: "done", refused: "neutral" } as const;

function Value({ row, value }: { row: ProposalRow; value: string }) {
  if (value === "") return <span className="text-muted-foreground">não preenchido</span>;
  if (row.field !== "imageUrl") return <span className="wrap-anywhere">{value}</span>;
  return (
    <a
      href={value}
      target="_blank"
      rel="noopener noreferrer"
      className="inline-flex min-h-6 items-center gap-1 rounded-sm text-primary hover:underline"
    >
      Ver imagem <ExternalLink aria-hidden className="size-3.5" />
      <span className="sr-only">(abre em outra aba)</span>
    </a>
  );
}

const columnsIn = (timeZone: string): GridColumn<ProposalRow, "proposals">[] => [
  {
    id: "product",
    header: "Produto",
    sortable: true,
    rowHeader: true,
    mobile: "title",
    wrap: true,
    cell: (row) => row.product,
  },
  {
    id: "field",
    header: "Campo",
    sortable: true,
    filter: { options: FIELDS },
    cell: (row) => (
      <span className="inline-flex items-center gap-1.5">
        {PRODUCT_FIELD_LABEL[row.field].label}
        {PRODUCT_FIELD_LABEL[row.field].fiscal && <Badge tone="pending">campo fiscal</Badge>}
      </span>
    ),
  },
  {
    id: "current",
    header: "Atual",
    wrap: true,
    cell: (row) => <Value row={row} value={row.current} />,
  },
  {
    id: "proposed",
    header: "Proposto",
    wrap: true,
    cell: (row) => (
      <span className="flex flex-col">
        <Value row={row} value={row.proposed} />
        {row.note && <span className="text-xs text-muted-foreground">{row.note}</span>}
      </span>
    ),
  },
  {
    id: "status",
    header: "Situação",
    sortable: true,
    mobile: "status",
    filter: { options: STATES },
    cell: (row) => (
      <Badge tone={TONE[row.status]}>
        {STATES.find(({ value }) => value === row.status)?.label}
      </Badge>
    ),
  },
  {
    id: "receivedAt",
    header: "Recebido em",
    sortable: true,
    mobile: "hidden",
    cell: (row) => (
      <time dateTime={row.receivedAt} className="tabular-nums">
        {formatInstant(new Date(row.receivedAt), timeZone).slice(0, 16)}
      </time>
    ),
  },
  {
    id: "decidedBy",
    header: "Decidida por",
    optional: true,
    cell: (row) => row.decidedName ?? <span className="text-muted-foreground">—</span>,
  },
];

/** Proposals for products' registration: accepted or refused field by field. */
export function ProposalsScreen({
  initial,
  timeZone,
  decide,
}: {
  initial: GridPage<ProposalRow>;
  timeZone: string;
  decide: DecideAction;
}) {
  const columns = useMemo(() => columnsIn(timeZone), [timeZone]);
  // What was ticked is kept whole: it must be decided as it was read, even after the list has moved on.
  const read = useRef(new Map(initial.rows.map((row): [string, ProposalRow] => [rowId(row), row])));
  const [ticked, setTicked] = useState<ProposalRow[]>([]);
  const [asking, setAsking] = useState<{ accept: boolean; chosen: ProposalRow[] } | null>(null);
  const { banner, showBanner, act } = useBanner();

  const source = useCallback<GridSource<ProposalRow>>(async (query, signal) => {
    const page = await fetchGridPage<ProposalRow>("/api/proposals", query, signal);
    for (const row of page.rows) read.current.set(rowId(row), row);
    return page;
  }, []);
  function tick(ids: string[]) {
    const before = new Map(ticked.map((row): [string, ProposalRow] => [rowId(row), row]));
    setTicked(ids.flatMap((id) => before.get(id) ?? read.current.get(id) ?? []));
  }
  const confirm = ({ accept, chosen }: { accept: boolean; chosen: ProposalRow[] }) =>
    act(
      decide({
        accept,
        proposals: chosen.map(({ integrationId, productCode, field, proposed, current }) => ({
          integrationId,
          productCode,
          field,
          proposed,
          current,
        })),
      }),
      ({ decided, changed }) => {
        const done = formatCount(
          decided,
          accept ? "proposta aceita" : "proposta recusada",
          accept ? "propostas aceitas" : "propostas recusadas",
        );
        showBanner(
          changed > 0 ? "error" : "success",
          changed > 0
            ? `${done}. ${formatCount(changed, "foi alterada enquanto você decidia e continua", "foram alteradas enquanto você decidia e continuam")} em aberto.`
            : `${done}.`,
        );
        setTicked([]);
        refreshGrid(GRID);
      },
    );
  return (
    <>
      {banner}
      <DataGrid<ProposalRow>
        name={GRID}
        label="Propostas de cadastro"
        columns={columns}
        source={source}
        initial={initial}
        rowId={rowId}
        rowLabel={(row) => `${PRODUCT_FIELD_LABEL[row.field].label} de ${row.product}`}
        selectable
        canSelect={(row) => row.status === "open"}
        selectAllLabel="Selecionar todas em aberto desta página"
        selection={ticked.map(rowId)}
        onSelectionChange={tick}
        rowActions={(row) =>
          row.status === "open"
            ? [
                {
                  label: "Aceitar",
                  icon: <Check />,
                  onSelect: () => setAsking({ accept: true, chosen: [row] }),
                },
                {
                  label: "Recusar",
                  icon: <X />,
                  onSelect: () => setAsking({ accept: false, chosen: [row] }),
                },
              ]
            : []
        }
        searchPlaceholder="Pesquisar produtos"
        toolbar={
          <>
            <Button
              variant="outline"
              size="sm"
              disabled={ticked.length === 0}
              onClick={() => setAsking({ accept: false, chosen: ticked })}
            >
              <X aria-hidden /> Recusar
            </Button>
            <Button
              size="sm"
              disabled={ticked.length === 0}
              onClick={() => setAsking({ accept: true, chosen: ticked })}
            >
              <Check aria-hidden /> Aceitar
            </Button>
          </>
        }
        empty={
          <EmptyState
            icon={<Sparkles />}
            title="Nenhuma proposta"
            action={
              <Link href="/catalogo/cosmos" className={buttonVariants({ variant: "outline" })}>
                Conhecer a integração Cosmos
              </Link>
            }
          >
            Quando a Cosmos tiver novas informações sobre os seus produtos, a proposta aparece aqui.
            Nada é alterado sem a sua decisão.
          </EmptyState>
        }
      />
      {asking && (
        <ConfirmDialog
          open
          onOpenChange={(open) => !open && setAsking(null)}
          title={
            asking.accept
              ? `Aceitar ${formatCount(asking.chosen.length, "proposta", "propostas")}?`
              : `Recusar ${formatCount(asking.chosen.length, "proposta", "propostas")}?`
          }
          description={describeConsequence(asking)}
          confirmLabel={asking.accept ? "Aceitar" : "Recusar"}
          onConfirm={() => {
            void confirm(asking);
            setAsking(null);
          }}
        />
      )}
    </>
  );
}

/** What a decision does, in numbers. */
function describeConsequence({
  accept,
  chosen,
}: {
  accept: boolean;
  chosen: readonly ProposalRow[];
}): string {
  if (!accept)
    return "O cadastro não é alterado. A mesma proposta só volta a aparecer se o valor mudar no catálogo.";
  const products = new Set(chosen.map(({ productCode }) => productCode)).size;
  const fiscal = chosen.filter(({ field }) => PRODUCT_FIELD_LABEL[field].fiscal).length;
  const base = `Altera ${formatCount(chosen.length, "campo", "campos")} de ${formatCount(products, "produto", "produtos")} no cadastro.`;
  return fiscal === 0
    ? base
    : `${base} ${formatCount(fiscal, "é fiscal (NCM ou CEST) e afeta", "são fiscais (NCM ou CEST) e afetam")} os impostos. Confira antes.`;
}
