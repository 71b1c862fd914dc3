"use client";

import { Ban, KeyRound } from "lucide-react";
import { useMemo, useState } from "react";
import { DataGrid } from "../data-grid/data-grid.tsx";
import type { GridColumn } from "../data-grid/grid-column.ts";
import { refreshGrid } from "../data-grid/refresh-grid.ts";
import { SecretDialog } from "../people/secret-dialog.tsx";
import { useBanner } from "../forms/use-banner.tsx";
import { ConfirmDialog } from "../ui/alert-dialog.tsx";
import { Badge } from "../ui/badge.tsx";
import { Button } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { PageHead } from "../ui/page-head.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import type { ApiKeyRow } from "@/lib/admin/api-keys/list-api-keys.ts";
import { API_RIGHT_WORDS } from "@/lib/core/api-rights.ts";
import type { Outcome } from "@/lib/admin/define-use-case.ts";
import type { GridPage } from "@/lib/core/grid.ts";
import { ApiKeyDialog, type CreateApiKey } from "./api-key-dialog.tsx";

interface ApiKeysScreenProps {
  initial: GridPage<ApiKeyRow>;
  /** null for a client's own people. */
  clients: { id: number; name: string; active: boolean }[] | null;
  focusedClient: number | null;
  timeZone: string;
  actions: { create: CreateApiKey; revoke: (input: { id: number }) => Promise<Outcome<unknown>> };
}

const STATE = {
  active: { label: "Ativa", tone: "done" },
  expiring: { label: "Vence em breve", tone: "pending" },
  expired: { label: "Vencida", tone: "neutral" },
  revoked: { label: "Revogada", tone: "neutral" },
} as const;

function columnsOf(showClient: boolean, timeZone: string): GridColumn<ApiKeyRow, "apiKeys">[] {
  const when = (value: string | null, never: string) =>
    value ? (
      <RelativeTime value={value} timeZone={timeZone} />
    ) : (
      <span className="text-muted-foreground">{never}</span>
    );
  return [
    {
      id: "name",
      header: "Nome",
      sortable: true,
      rowHeader: true,
      mobile: "title",
      cell: (key) => key.name,
    },
    {
      id: "prefix",
      header: "Início da chave",
      cell: (key) => <code className="font-mono text-xs">{key.prefix}…</code>,
    },
    ...(showClient
      ? [
          {
            id: "client",
            header: "Cliente",
            sortable: true,
            cell: (key) => key.organizationName,
          } satisfies GridColumn<ApiKeyRow, "apiKeys">,
        ]
      : []),
    {
      id: "state",
      header: "Situação",
      mobile: "status",
      filter: {
        options: [
          { value: "active", label: "Ativa" },
          { value: "expired", label: "Vencida" },
          { value: "revoked", label: "Revogada" },
        ],
      },
      cell: (key) => <Badge tone={STATE[key.state].tone}>{STATE[key.state].label}</Badge>,
    },
    {
      id: "rights",
      header: "Direitos",
      wrap: true,
      cell: (key) => key.rights.map((right) => API_RIGHT_WORDS[right].short).join(", "),
    },
    {
      id: "expiresAt",
      header: "Validade",
      sortable: true,
      cell: (key) => when(key.expiresAt, "Não vence"),
    },
    {
      id: "lastUsedAt",
      header: "Último uso",
      sortable: true,
      cell: (key) => when(key.lastUsedAt, "Nunca"),
    },
    { id: "createdAt", header: "Criada", sortable: true, cell: (key) => when(key.createdAt, "") },
    { id: "createdBy", header: "Por", cell: (key) => key.createdByName ?? "–" },
  ];
}

/** "Chaves de API": by which a client's own systems send movements and fetch what the hub decided. */
export function ApiKeysScreen({
  initial,
  clients,
  focusedClient,
  timeZone,
  actions,
}: ApiKeysScreenProps) {
  const [creating, setCreating] = useState(false);
  const [revoking, setRevoking] = useState<ApiKeyRow | null>(null);
  const [key, setKey] = useState<string | null>(null);
  const { banner, showBanner, act } = useBanner();
  const columns = useMemo(() => columnsOf(clients !== null, timeZone), [clients, timeZone]);
  const add = (
    <Button onClick={() => setCreating(true)}>
      <KeyRound aria-hidden /> Criar chave
    </Button>
  );
  return (
    <>
      <PageHead
        title="Chaves de API"
        state="Chaves usadas pelo sistema do cliente para enviar movimentos e buscar preços e promoções."
        actions={add}
      />
      {banner}
      <DataGrid<ApiKeyRow>
        name="chaves-api"
        label="Chaves de API"
        columns={columns}
        url="/api/lists/api-keys"
        initial={initial}
        rowId={(row) => String(row.id)}
        rowLabel={(row) => row.name}
        rowActions={(row) => [
          {
            label: "Revogar",
            icon: <Ban />,
            destructive: true,
            onSelect: () => setRevoking(row),
            disabled: row.state === "revoked",
            hint: row.state === "revoked" ? "Chave já revogada" : undefined,
          },
        ]}
        searchPlaceholder="Pesquisar chaves"
        empty={
          <EmptyState title="Nenhuma chave ainda" action={add}>
            Crie uma chave para cada sistema que envia movimentos ou busca preços. Assim, é possível
            revogar uma sem afetar as outras.
          </EmptyState>
        }
      />
      {creating && (
        <ApiKeyDialog
          clients={clients}
          focusedClient={focusedClient}
          create={actions.create}
          onClose={() => setCreating(false)}
          onCreated={(created) => {
            setCreating(false);
            setKey(created);
            showBanner("success", "Chave criada.");
            refreshGrid("chaves-api");
          }}
        />
      )}
      {revoking && (
        <ConfirmDialog
          open
          onOpenChange={() => setRevoking(null)}
          title={`Revogar a chave “${revoking.name}”?`}
          description="Os sistemas que usam esta chave deixam de enviar e de buscar dados imediatamente. Essa ação não pode ser desfeita. Será necessário criar outra chave."
          confirmLabel="Revogar"
          destructive
          onConfirm={() =>
            void act(actions.revoke({ id: revoking.id }), () => {
              showBanner("success", `Chave “${revoking.name}” revogada.`);
              refreshGrid("chaves-api");
            })
          }
        />
      )}
      <SecretDialog
        title="Chave de API"
        description="Copie a chave agora e guarde-a em lugar seguro. Ela não será exibida novamente."
        label="Chave"
        secret={key}
        onClose={() => setKey(null)}
      />
    </>
  );
}
