"use client";

import { Pencil, ShieldPlus, Trash2 } from "lucide-react";
import { useState } from "react";
import { DataGrid } from "../data-grid/data-grid.tsx";
import type { GridColumn } from "../data-grid/grid-column.ts";
import { refreshGrid } from "../data-grid/refresh-grid.ts";
import { useBanner } from "../forms/use-banner.tsx";
import { ConfirmDialog } from "../ui/alert-dialog.tsx";
import { Badge } from "../ui/badge.tsx";
import { Button } from "../ui/button.tsx";
import { PageHead } from "../ui/page-head.tsx";
import type { Outcome } from "@/lib/admin/define-use-case.ts";
import type { ProfileRow } from "@/lib/admin/profiles/list-profiles.ts";
import type { GridPage } from "@/lib/core/grid.ts";
import { PERMISSION_LABEL, PERMISSIONS, type Permission } from "@/lib/core/permissions.ts";
import { ProfileDialog, type ProfileActions } from "./profile-dialog.tsx";

const COLUMNS: readonly GridColumn<ProfileRow, "profiles">[] = [
  {
    id: "name",
    header: "Perfil",
    sortable: true,
    rowHeader: true,
    mobile: "title",
    cell: (profile) => profile.name,
  },
  {
    id: "scope",
    header: "Alcance",
    filter: {
      options: [
        { value: "all", label: "Todos os clientes" },
        { value: "own", label: "Próprio cliente" },
      ],
    },
    cell: (profile) => (profile.allOrganizations ? "Todos os clientes" : "Próprio cliente"),
  },
  {
    id: "permissions",
    header: "Permissões",
    wrap: true,
    cell: (profile) => <PermissionWords permissions={profile.permissions} />,
  },
  {
    id: "people",
    header: "Usuários",
    sortable: true,
    align: "right",
    cell: (profile) => profile.people,
  },
  {
    id: "shipped",
    header: "Origem",
    mobile: "status",
    cell: (profile) =>
      profile.shipped ? (
        <Badge tone="accent">Do sistema</Badge>
      ) : (
        <Badge tone="outline">Próprio</Badge>
      ),
  },
];

function PermissionWords({ permissions }: { permissions: Permission[] }) {
  if (permissions.length === PERMISSIONS.length) return "Tudo";
  return (
    permissions.map((permission) => PERMISSION_LABEL[permission].label).join(", ") || (
      <span className="text-muted-foreground">Nenhuma</span>
    )
  );
}

/** "Perfis": what each kind of person may do. */
export function ProfilesScreen({
  initial,
  ownPermissions,
  actions,
}: {
  initial: GridPage<ProfileRow>;
  ownPermissions: Permission[];
  actions: ProfileActions & { remove: (input: { id: number }) => Promise<Outcome<unknown>> };
}) {
  const [editing, setEditing] = useState<ProfileRow | "new" | null>(null);
  const [removing, setRemoving] = useState<ProfileRow | null>(null);
  const { banner, showBanner, act } = useBanner();
  const done = (text: string) => {
    setEditing(null);
    showBanner("success", text);
    refreshGrid("perfis");
  };
  return (
    <>
      <PageHead
        title="Perfis"
        state="Permissões de cada perfil. As alterações valem a partir da próxima ação do usuário."
        actions={
          <Button onClick={() => setEditing("new")}>
            <ShieldPlus aria-hidden /> Cadastrar perfil
          </Button>
        }
      />
      {banner}
      <DataGrid<ProfileRow>
        name="perfis"
        label="Perfis"
        columns={COLUMNS}
        url="/api/lists/profiles"
        initial={initial}
        rowId={(profile) => String(profile.id)}
        rowLabel={(profile) => profile.name}
        onRowOpen={setEditing}
        rowActions={(profile) => [
          { label: "Editar", icon: <Pencil />, onSelect: () => setEditing(profile) },
          {
            label: "Remover",
            icon: <Trash2 />,
            destructive: true,
            onSelect: () => setRemoving(profile),
            disabled: profile.shipped || profile.people > 0,
            hint: profile.shipped
              ? "Perfil padrão do sistema. Pode ser ajustado, mas não removido"
              : profile.people > 0
                ? "Há usuários com este perfil"
                : undefined,
          },
        ]}
        searchPlaceholder="Pesquisar perfis"
      />
      {editing && (
        <ProfileDialog
          profile={editing === "new" ? null : editing}
          ownPermissions={ownPermissions}
          actions={actions}
          onClose={() => setEditing(null)}
          onSaved={(name, isNew) =>
            done(isNew ? `Perfil “${name}” cadastrado.` : `Perfil “${name}” alterado.`)
          }
        />
      )}
      {removing && (
        <ConfirmDialog
          open
          onOpenChange={() => setRemoving(null)}
          title={`Remover o perfil “${removing.name}”?`}
          description="Nenhum usuário tem este perfil. Ele deixa de aparecer no cadastro de usuários."
          confirmLabel="Remover"
          destructive
          onConfirm={() =>
            void act(actions.remove({ id: removing.id }), () =>
              done(`Perfil “${removing.name}” removido.`),
            )
          }
        />
      )}
    </>
  );
}
