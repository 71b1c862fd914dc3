"use client";

import { History } from "lucide-react";
import Link from "next/link";
import { useMemo } from "react";
import { DataGrid } from "../data-grid/data-grid.tsx";
import type { GridColumn } from "../data-grid/grid-column.ts";
import { buttonVariants } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import type { ApplicationRow } from "@/lib/admin/prices/list-price-applications.ts";
import type { GridPage } from "@/lib/core/grid.ts";
import { formatInstant } from "@/lib/core/period.ts";
import { ApplicationBadge, APPLICATION_LABEL } from "./application-badge.tsx";
import { FetchBadge } from "./fetch-badge.tsx";

const number = new Intl.NumberFormat("pt-BR");
const STATES = Object.entries(APPLICATION_LABEL).map(([value, label]) => ({ value, label }));

const columnsIn = (timeZone: string): GridColumn<ApplicationRow, "priceApplications">[] => [
  {
    id: "id",
    header: "Aplicação",
    rowHeader: true,
    mobile: "title",
    cell: (row) => `Aplicação ${row.id}`,
  },
  {
    id: "at",
    header: "Data",
    sortable: true,
    cell: (row) => (
      <time dateTime={row.at} className="tabular-nums">
        {formatInstant(new Date(row.at), timeZone).slice(0, 16)}
      </time>
    ),
  },
  { id: "zone", header: "Zona", sortable: true, wrap: true, cell: (row) => row.zoneName },
  {
    id: "products",
    header: "Produtos",
    align: "right",
    mobile: "hidden",
    cell: (row) => <span className="tabular-nums">{number.format(row.products)}</span>,
  },
  {
    id: "prices",
    header: "Preços",
    align: "right",
    sortable: true,
    cell: (row) => <span className="tabular-nums">{number.format(row.prices)}</span>,
  },
  {
    id: "leftOut",
    header: "Fora do limite",
    align: "right",
    mobile: "hidden",
    cell: (row) => (
      <span className="tabular-nums">
        {row.outside === 0 ? (
          <span className="text-muted-foreground">nenhum</span>
        ) : (
          number.format(row.outside)
        )}
      </span>
    ),
  },
  { id: "person", header: "Usuário", cell: (row) => row.personName },
  { id: "erp", header: "ERP", cell: (row) => <FetchBadge row={row} timeZone={timeZone} /> },
  {
    id: "status",
    header: "Situação",
    mobile: "status",
    filter: { options: STATES },
    cell: (row) => <ApplicationBadge status={row.status} />,
  },
];

/** The tab "Aplicações": who applied what, and what was undone. */
export function ApplicationsList({
  initial,
  timeZone,
}: {
  initial: GridPage<ApplicationRow>;
  timeZone: string;
}) {
  const columns = useMemo(() => columnsIn(timeZone), [timeZone]);
  return (
    <DataGrid<ApplicationRow>
      name="aplicacoes"
      label="Aplicações"
      columns={columns}
      url="/api/prices/applications"
      initial={initial}
      live={30_000}
      rowId={(row) => String(row.id)}
      rowLabel={(row) => `Aplicação ${row.id}`}
      rowHref={(row) => `/precos/aplicacoes/${row.id}`}
      searchPlaceholder="Pesquisar aplicações"
      empty={
        <EmptyState
          icon={<History />}
          title="Nenhum preço aplicado ainda"
          action={
            <Link href="/precos" className={buttonVariants({ variant: "outline" })}>
              Ver sugestões
            </Link>
          }
        >
          Os preços aplicados em Sugestões aparecem aqui, com o preço anterior, e podem ser
          desfeitos.
        </EmptyState>
      }
    />
  );
}
