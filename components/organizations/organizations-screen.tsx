"use client";

import { Building2, Eye, Pencil } from "lucide-react";
import { useState } from "react";
import { DataGrid } from "../data-grid/data-grid.tsx";
import type { GridColumn } from "../data-grid/grid-column.ts";
import { refreshGrid } from "../data-grid/refresh-grid.ts";
import { ActiveBadge } from "../ui/active-badge.tsx";
import { useBanner } from "../forms/use-banner.tsx";
import { Button } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { PageHead } from "../ui/page-head.tsx";
import type { GridPage } from "@/lib/core/grid.ts";
import {
  OrganizationDialog,
  type OrganizationActions,
  type OrganizationRow,
} from "./organization-dialog.tsx";

const COLUMNS: readonly GridColumn<OrganizationRow, "organizations">[] = [
  {
    id: "name",
    header: "Cliente",
    sortable: true,
    rowHeader: true,
    mobile: "title",
    cell: (client) => client.name,
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
    cell: (client) => <ActiveBadge active={client.active} />,
  },
  { id: "timeZone", header: "Fuso horário", cell: (client) => client.timeZone },
  { id: "branches", header: "Filiais ativas", align: "right", cell: (client) => client.branches },
  {
    id: "integrations",
    header: "Integrações",
    align: "right",
    cell: (client) => client.integrations,
  },
  { id: "people", header: "Usuários ativos", align: "right", cell: (client) => client.people },
];

/** "Clientes": the companies that use the hub. */
export function OrganizationsScreen({
  initial,
  timeZones,
  actions,
}: {
  initial: GridPage<OrganizationRow>;
  timeZones: string[];
  actions: OrganizationActions;
}) {
  const [editing, setEditing] = useState<OrganizationRow | "new" | null>(null);
  const { banner, showBanner } = useBanner();
  const add = (
    <Button onClick={() => setEditing("new")}>
      <Building2 aria-hidden /> Cadastrar cliente
    </Button>
  );
  return (
    <>
      <PageHead title="Clientes" state="Empresas que usam o Enlace." actions={add} />
      {banner}
      <DataGrid<OrganizationRow>
        name="clientes"
        label="Clientes"
        columns={COLUMNS}
        url="/api/lists/organizations"
        initial={initial}
        rowId={(client) => String(client.id)}
        rowLabel={(client) => client.name}
        onRowOpen={setEditing}
        rowActions={(client) => [
          { label: "Editar", icon: <Pencil />, onSelect: () => setEditing(client) },
          {
            label: "Ver só este cliente",
            icon: <Eye />,
            onSelect: () => window.location.assign(`/integracoes?cliente=${client.id}`),
            hint: "Limita todas as telas a ele",
          },
        ]}
        searchPlaceholder="Pesquisar clientes"
        empty={
          <EmptyState title="Nenhum cliente ainda" action={add}>
            Cadastre o primeiro cliente e depois as filiais e os usuários dele.
          </EmptyState>
        }
      />
      {editing && (
        <OrganizationDialog
          organization={editing === "new" ? null : editing}
          timeZones={timeZones}
          actions={actions}
          onClose={() => setEditing(null)}
          onSaved={(name) => {
            showBanner(
              "success",
              editing === "new" ? `Cliente “${name}” cadastrado.` : `Cliente “${name}” alterado.`,
            );
            setEditing(null);
            refreshGrid("clientes");
          }}
        />
      )}
    </>
  );
}
