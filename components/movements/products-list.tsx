"use client";

import { PackageSearch } from "lucide-react";
import { DataGrid } from "../data-grid/data-grid.tsx";
import type { GridColumn } from "../data-grid/grid-column.ts";
import { Badge } from "../ui/badge.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { formatReais } from "@/lib/core/money.ts";
import type { GridPage } from "@/lib/core/grid.ts";
import { PRODUCTS_GRID_NAME } from "./grid-names.ts";

/** A row of the tab "Produtos". */
export interface ProductView {
  code: string;
  description: string;
  eans: string[];
  brand: string;
  msRegistration: string;
  pmcCents: number | null;
  active: boolean;
  lowestPriceCents: number | null;
  highestPriceCents: number | null;
  stock: number | null;
}

const quantity = new Intl.NumberFormat("pt-BR", { maximumFractionDigits: 4 });
const none = <span className="text-muted-foreground">—</span>;

const COLUMNS: GridColumn<ProductView, "products">[] = [
  {
    id: "code",
    header: "Código",
    sortable: true,
    cell: (row) => <span className="font-mono text-[13px]">{row.code}</span>,
  },
  {
    id: "description",
    header: "Descrição",
    sortable: true,
    rowHeader: true,
    mobile: "title",
    wrap: true,
    cell: (row) => row.description,
  },
  {
    id: "ean",
    header: "EAN",
    mobile: "hidden",
    cell: (row) =>
      row.eans.length === 0 ? (
        none
      ) : (
        <span className="font-mono text-[13px]">
          {row.eans[0]}
          {row.eans.length > 1 && (
            <span className="ml-1 font-sans text-xs text-muted-foreground">
              +{row.eans.length - 1}
            </span>
          )}
        </span>
      ),
  },
  {
    id: "brand",
    header: "Marca",
    sortable: true,
    mobile: "hidden",
    cell: (row) => row.brand || none,
  },
  {
    id: "registration",
    header: "Registro MS",
    optional: true,
    cell: (row) =>
      row.msRegistration ? (
        <span className="font-mono text-[13px]">{row.msRegistration}</span>
      ) : (
        none
      ),
  },
  { id: "price", header: "Preço", align: "right", cell: (row) => formatPrice(row) },
  {
    id: "pmc",
    header: "PMC",
    align: "right",
    mobile: "hidden",
    cell: (row) =>
      row.pmcCents === null ? (
        none
      ) : (
        <span className="tabular-nums">{formatReais(row.pmcCents)}</span>
      ),
  },
  {
    id: "stock",
    header: "Estoque",
    align: "right",
    cell: (row) =>
      row.stock === null ? (
        none
      ) : (
        <span className="tabular-nums">{quantity.format(row.stock)}</span>
      ),
  },
  {
    id: "active",
    header: "Situação",
    mobile: "status",
    filter: {
      options: [
        { value: "yes", label: "Ativo" },
        { value: "no", label: "Inativo" },
      ],
    },
    cell: (row) => (
      <Badge tone={row.active ? "accent" : "outline"}>{row.active ? "Ativo" : "Inativo"}</Badge>
    ),
  },
];

/** The client's products, with prices from the lowest to the highest branch and the stock of all. */
export function ProductsList({ initial }: { initial: GridPage<ProductView> }) {
  return (
    <DataGrid<ProductView>
      name={PRODUCTS_GRID_NAME}
      label="Produtos"
      columns={COLUMNS}
      url="/api/movements/products"
      initial={initial}
      rowId={(row) => row.code}
      rowLabel={(row) => row.description}
      searchPlaceholder="Pesquisar produtos"
      empty={
        <EmptyState icon={<PackageSearch />} title="Nenhum produto no catálogo">
          Importe um CSV no modelo acima (só código e descrição são obrigatórios; preço e estoque
          são por filial) ou envie os produtos pela API.
        </EmptyState>
      }
    />
  );
}

function formatPrice(row: ProductView) {
  if (row.lowestPriceCents === null || row.highestPriceCents === null) return none;
  const low = formatReais(row.lowestPriceCents);
  return (
    <span className="tabular-nums">
      {row.lowestPriceCents === row.highestPriceCents
        ? low
        : `${low} a ${formatReais(row.highestPriceCents)}`}
    </span>
  );
}
