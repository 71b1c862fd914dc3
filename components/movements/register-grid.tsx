"use client";

import { DataGrid } from "../data-grid/data-grid.tsx";
import type { GridColumn } from "../data-grid/grid-column.ts";
import { EmptyState } from "../ui/empty-state.tsx";
import type { GridPage } from "@/lib/core/grid.ts";
import { REGISTER_WORDS, type RegisterList, type RegisterRows } from "@/lib/core/register-list.ts";
import { FileInput } from "lucide-react";
import { REGISTER_COLUMNS } from "./register-columns.tsx";

type AnyRow = RegisterRows[RegisterList];

/** How each list knows and names its rows, and what it asks for while it is empty. */
const LISTS: {
  [List in RegisterList]: {
    id: (row: RegisterRows[List]) => string;
    label: (row: RegisterRows[List]) => string;
    search: string;
    empty: string;
  };
} = {
  clientes: {
    id: (row) => row.code,
    label: (row) => row.name,
    search: "Pesquisar clientes",
    empty:
      "Importe um CSV com os clientes no modelo acima, que inclui a coluna de aceite de ofertas, ou envie-os pela API.",
  },
  compras: {
    id: (row) => String(row.id),
    label: (row) => `Nota ${row.number}`,
    search: "Pesquisar compras",
    empty:
      "Importe os XML das NF-e que os fornecedores emitiram para as filiais, um CSV no modelo acima, ou envie as compras pela API.",
  },
  receitas: {
    id: (row) => String(row.id),
    label: (row) => `Receita ${row.key}`,
    search: "Pesquisar receitas",
    empty: "Importe um CSV com as receitas aviadas, no modelo acima, ou envie-as pela API.",
  },
  controlados: {
    id: (row) => row.id,
    label: (row) => `Lote ${row.lot}`,
    search: "Pesquisar lotes",
    empty:
      "Importe um CSV com o inventário e os movimentos de cada lote, no modelo acima, ou envie-os pela API.",
  },
  zonas: {
    id: (row) => row.code,
    label: (row) => row.name,
    search: "Pesquisar zonas",
    empty:
      "Importe um CSV com uma linha por zona e filial, no modelo acima, ou envie as zonas pela API.",
  },
  promocoes: {
    id: (row) => String(row.id),
    label: (row) => `Promoção ${row.code}`,
    search: "Pesquisar promoções",
    empty: "Importe um CSV no modelo acima ou envie as promoções pela API.",
  },
  metas: {
    id: (row) => row.code,
    label: (row) => `Meta de ${row.name || row.code}`,
    search: "Pesquisar metas",
    empty:
      "Importe um CSV com uma linha por categoria, no modelo acima, ou envie as metas pela API.",
  },
};

/** A list of what came in from the client's ERP, to look at; it changes only by what is imported. */
export function RegisterGrid({ list, initial }: { list: RegisterList; initial: GridPage<AnyRow> }) {
  const { id, label, search, empty } = LISTS[list] as {
    id: (row: AnyRow) => string;
    label: (row: AnyRow) => string;
    search: string;
    empty: string;
  };
  return (
    <DataGrid<AnyRow>
      name={list}
      label={REGISTER_WORDS[list].title}
      columns={REGISTER_COLUMNS[list] as readonly GridColumn<AnyRow>[]}
      url={`/api/movements/registers/${list}`}
      initial={initial}
      rowId={id}
      rowLabel={label}
      searchPlaceholder={search}
      empty={
        <EmptyState icon={<FileInput />} title={`Nenhum registro em ${REGISTER_WORDS[list].title}`}>
          {empty}
        </EmptyState>
      }
    />
  );
}
