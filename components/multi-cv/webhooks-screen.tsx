"use client";

import { useRouter } from "next/navigation";
import { type ReactNode, useState } from "react";
import { FormDialog } from "../forms/form-dialog.tsx";
import { useBanner } from "../forms/use-banner.tsx";
import { ConfirmDialog } from "../ui/alert-dialog.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { Field } from "../ui/field.tsx";
import { controlClasses } from "../ui/input.tsx";
import { PageHead } from "../ui/page-head.tsx";
import { Select } from "../ui/select.tsx";
import type { Outcome } from "@/lib/admin/define-use-case.ts";
import type { EventRow } from "@/lib/admin/multi-cv/list-received-events.ts";
import type { WebhookRow } from "@/lib/admin/multi-cv/list-webhooks.ts";
import type { GridPage } from "@/lib/core/grid.ts";
import { formatCount } from "@/lib/core/format-count.ts";
import { EventsGrid } from "./events-grid.tsx";
import { type RegistrationRow, RegistrationsDialog } from "./registrations-dialog.tsx";
import { WebhookCard } from "./webhook-card.tsx";

/** What a registration did, in numbers. */
export interface RegisteredView {
  created: number;
  kept: number;
  removed: number;
  missing: string[];
}

/** What the screen can do. */
export interface WebhookActions {
  register: (input: { environmentId: number }) => Promise<Outcome<RegisteredView>>;
  list: (input: { environmentId: number }) => Promise<Outcome<RegistrationRow[]>>;
  renew: (input: { id: number }) => Promise<Outcome<unknown>>;
  save: (input: {
    id: number;
    active: boolean;
    allowedAddresses: string[];
  }) => Promise<Outcome<unknown>>;
}

interface WebhooksScreenProps {
  integrationId: number;
  rows: WebhookRow[];
  events: GridPage<EventRow>;
  /** Where partners reach this hub. */
  origin: string;
  timeZone: string;
  picker: ReactNode;
  /** null where the profile does not allow it. */
  actions: WebhookActions | null;
  repeat: ((input: { integrationId: number; id: number }) => Promise<Outcome<unknown>>) | null;
}

type Open =
  | { kind: "renew" | "edit"; row: WebhookRow }
  | { kind: "list"; row: WebhookRow; registrations: RegistrationRow[] }
  | null;

const count = (number: number, one: string, many: string) =>
  number === 0 ? null : formatCount(number, one, many);

/** "Webhooks": where partners call, and what they told. */
export function WebhooksScreen({
  integrationId,
  rows,
  events,
  origin,
  timeZone,
  picker,
  actions,
  repeat,
}: WebhooksScreenProps) {
  const router = useRouter();
  const { banner, showBanner, act } = useBanner();
  const [open, setOpen] = useState<Open>(null);
  const [busy, setBusy] = useState<number | null>(null);

  async function run<Value>(
    row: WebhookRow,
    work: Promise<Outcome<Value>>,
    done: (value: Value) => void,
  ) {
    setBusy(row.environmentId);
    await act(work, done);
    setBusy(null);
    router.refresh();
  }
  const actsOf = (row: WebhookRow) =>
    actions && {
      register: () =>
        void run(
          row,
          actions.register({ environmentId: row.environmentId }),
          ({ created, kept, removed, missing }) => {
            const parts = [
              count(created, "criado", "criados"),
              count(kept, "mantido", "mantidos"),
              count(removed, "antigo removido", "antigos removidos"),
            ]
              .filter(Boolean)
              .join(", ");
            showBanner(
              missing.length > 0 ? "error" : "success",
              `Webhooks de ${row.name}: ${parts || "nenhuma alteração"}.${missing.length > 0 ? ` O ambiente não oferece gatilho para: ${missing.join(", ")}.` : ""}`,
            );
          },
        ),
      list: () =>
        void run(row, actions.list({ environmentId: row.environmentId }), (registrations) =>
          setOpen({ kind: "list", row, registrations }),
        ),
      renew: () => setOpen({ kind: "renew", row }),
      edit: () => setOpen({ kind: "edit", row }),
    };
  return (
    <>
      <PageHead
        title="Webhooks"
        state="URL de webhook de cada sistema e os avisos recebidos. A cada 5 minutos o Enlace também consulta os sistemas, caso algum aviso não chegue."
        actions={picker}
      />
      {banner}
      {rows.length === 0 ? (
        <EmptyState title="Nenhum ambiente ainda">
          Cadastre o Hub, os terminais e o Sienge em Tokens. Cada um recebe uma URL própria.
        </EmptyState>
      ) : (
        <div className="mb-6 grid gap-3 lg:grid-cols-2 2xl:grid-cols-3">
          {rows.map((row) => (
            <WebhookCard
              key={row.environmentId}
              row={row}
              origin={origin}
              timeZone={timeZone}
              busy={busy === row.environmentId}
              acts={actsOf(row)}
            />
          ))}
        </div>
      )}
      <h2 className="mb-2 text-sm font-semibold">Avisos recebidos</h2>
      <EventsGrid
        integrationId={integrationId}
        initial={events}
        sources={rows.map(({ code, name }) => ({ value: code, label: name }))}
        timeZone={timeZone}
        repeat={repeat}
      />
      {open?.kind === "list" && (
        <RegistrationsDialog
          name={open.row.name}
          registrations={open.registrations}
          onClose={() => setOpen(null)}
        />
      )}
      {open?.kind === "renew" && actions && (
        <ConfirmDialog
          open
          onOpenChange={() => setOpen(null)}
          destructive
          title={`Trocar a chave de ${open.row.name}?`}
          description="O endereço atual deixa de valer em segundos. Os avisos enviados a ele são recusados até que você cadastre o novo. A varredura continua funcionando."
          confirmLabel="Trocar chave"
          onConfirm={() =>
            open.row.endpoint &&
            void run(open.row, actions.renew({ id: open.row.endpoint.id }), () =>
              showBanner(
                "success",
                `Chave de ${open.row.name} trocada. Cadastre o novo endereço agora.`,
              ),
            )
          }
        />
      )}
      {open?.kind === "edit" && open.row.endpoint && actions && (
        <AddressesDialog
          row={open.row}
          endpoint={open.row.endpoint}
          save={actions.save}
          onClose={() => setOpen(null)}
          onSaved={() => {
            showBanner("success", `Endereço de ${open.row.name} alterado.`);
            setOpen(null);
            router.refresh();
          }}
        />
      )}
    </>
  );
}

function AddressesDialog({
  row,
  endpoint,
  save,
  onClose,
  onSaved,
}: {
  row: WebhookRow;
  endpoint: NonNullable<WebhookRow["endpoint"]>;
  save: WebhookActions["save"];
  onClose: () => void;
  onSaved: () => void;
}) {
  return (
    <FormDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`IPs autorizados de ${row.name}`}
      description="O endereço já é protegido pela chave. Use a lista como proteção adicional quando os IPs do parceiro forem fixos."
      submitLabel="Salvar"
      submit={(form) =>
        save({
          id: endpoint.id,
          active: form.get("active") !== "no",
          allowedAddresses: String(form.get("addresses") ?? "")
            .split(/[\s,;]+/)
            .filter(Boolean),
        })
      }
      onDone={onSaved}
    >
      {(errors) => (
        <>
          <Field
            label="Endereços IP permitidos"
            error={errors.allowedAddresses}
            help="Um por linha, ou faixas como 203.0.113.0/24. Em branco: qualquer IP."
          >
            {(control) => (
              <textarea
                {...control}
                name="addresses"
                rows={4}
                defaultValue={endpoint.allowedAddresses.join("\n")}
                className={`${controlClasses} h-auto py-2 font-mono text-xs`}
              />
            )}
          </Field>
          <Field label="Recebimento" error={errors.active}>
            <Select
              name="active"
              defaultValue={endpoint.active ? "yes" : "no"}
              options={[
                { value: "yes", label: "Ligado" },
                { value: "no", label: "Desligado: recusar todas as chamadas" },
              ]}
            />
          </Field>
        </>
      )}
    </FormDialog>
  );
}
