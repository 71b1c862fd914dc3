"use client";

import { FileUp, Pencil, Store } from "lucide-react";
import { useMemo, useState } from "react";
import { DataGrid } from "../data-grid/data-grid.tsx";
import type { GridColumn } from "../data-grid/grid-column.ts";
import { refreshGrid } from "../data-grid/refresh-grid.ts";
import { ActiveBadge } from "../ui/active-badge.tsx";
import { useBanner } from "../forms/use-banner.tsx";
import { Button } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { PageHead } from "../ui/page-head.tsx";
import { formatCnpj } from "@/lib/core/documents.ts";
import type { GridPage } from "@/lib/core/grid.ts";
import {
  BranchDialog,
  type BranchActions,
  type BranchRow,
  type ClientOption,
} from "./branch-dialog.tsx";
import { BranchImportDialog, type ImportBranches } from "./branch-import-dialog.tsx";

interface BranchesScreenProps {
  initial: GridPage<BranchRow>;
  /** null for a client's own people. */
  clients: ClientOption[] | null;
  focusedClient: number | null;
  states: string[];
  actions: BranchActions & { importFile: ImportBranches };
}

function columnsOf(showClient: boolean, states: string[]): GridColumn<BranchRow, "branches">[] {
  return [
    {
      id: "code",
      header: "Código",
      sortable: true,
      cell: (branch) => <span className="font-mono text-xs">{branch.code}</span>,
    },
    {
      id: "name",
      header: "Nome",
      sortable: true,
      rowHeader: true,
      mobile: "title",
      cell: (branch) => branch.name,
    },
    {
      id: "cnpj",
      header: "CNPJ",
      sortable: true,
      cell: (branch) => <span className="tabular-nums">{formatCnpj(branch.cnpj)}</span>,
    },
    { id: "city", header: "Cidade", sortable: true, cell: (branch) => branch.city },
    {
      id: "state",
      header: "UF",
      sortable: true,
      filter: { options: states.map((state) => ({ value: state, label: state })) },
      cell: (branch) => branch.state,
    },
    ...(showClient
      ? [
          {
            id: "client",
            header: "Cliente",
            sortable: true,
            cell: (branch) => branch.organizationName,
          } satisfies GridColumn<BranchRow, "branches">,
        ]
      : []),
    {
      id: "active",
      header: "Situação",
      mobile: "status",
      filter: {
        options: [
          { value: "yes", label: "Ativa" },
          { value: "no", label: "Inativa" },
        ],
      },
      cell: (branch) => <ActiveBadge active={branch.active} feminine />,
    },
  ];
}

/** "Filiais": the stores of a client. */
export function BranchesScreen({
  initial,
  clients,
  focusedClient,
  states,
  actions,
}: BranchesScreenProps) {
  const [open, setOpen] = useState<BranchRow | "new" | "import" | null>(null);
  const { banner, showBanner } = useBanner();
  const columns = useMemo(() => columnsOf(clients !== null, states), [clients, states]);
  const add = (
    <Button onClick={() => setOpen("new")}>
      <Store aria-hidden /> Cadastrar filial
    </Button>
  );
  const bring = (
    <Button variant="outline" onClick={() => setOpen("import")}>
      <FileUp aria-hidden /> Importar CSV
    </Button>
  );
  return (
    <>
      <PageHead
        title="Filiais"
        state="Lojas de cada cliente. Os movimentos são identificados pelo CNPJ."
        actions={
          <>
            {bring}
            {add}
          </>
        }
      />
      {banner}
      <DataGrid<BranchRow>
        name="filiais"
        label="Filiais"
        columns={columns}
        url="/api/lists/branches"
        initial={initial}
        rowId={(branch) => String(branch.id)}
        rowLabel={(branch) => branch.name}
        onRowOpen={setOpen}
        rowActions={(branch) => [
          { label: "Editar", icon: <Pencil />, onSelect: () => setOpen(branch) },
        ]}
        searchPlaceholder="Pesquisar filiais"
        empty={
          <EmptyState title="Nenhuma filial ainda" action={add}>
            Cadastre as filiais uma a uma ou importe todas de um arquivo CSV.
          </EmptyState>
        }
      />
      {open === "import" && (
        <BranchImportDialog
          clients={clients}
          focusedClient={focusedClient}
          importFile={actions.importFile}
          onClose={() => setOpen(null)}
          onImported={() => refreshGrid("filiais")}
        />
      )}
      {open !== null && open !== "import" && (
        <BranchDialog
          branch={open === "new" ? null : open}
          clients={clients}
          focusedClient={focusedClient}
          states={states}
          actions={actions}
          onClose={() => setOpen(null)}
          onSaved={(name) => {
            showBanner(
              "success",
              open === "new" ? `Filial “${name}” cadastrada.` : `Filial “${name}” alterada.`,
            );
            setOpen(null);
            refreshGrid("filiais");
          }}
        />
      )}
    </>
  );
}
