"use client";

import { FormDialog } from "@/components/people/form-dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import type { Outcome } from "@/lib/admin/define-use-case";

/** Makes a key; the answer is the only time it is seen. */
export type CreateApiKey = (input: { organizationId: number | null; name: string; days: number | null; currentPassword: string }) => Promise<Outcome<{ id: number; key: string }>>;

const VALIDITY = [
  { value: "90", label: "90 dias" },
  { value: "365", label: "1 ano" },
  { value: "730", label: "2 anos" },
  { value: "", label: "Não vence" },
];

/** Names a key and says how long it is good for; asks for one's own password. */
export function ApiKeyDialog({ clients, focusedClient, create, onClose, onCreated }: { clients: { id: number; name: string; active: boolean }[] | null; focusedClient: number | null; create: CreateApiKey; onClose: () => void; onCreated: (key: string) => void }) {
  async function submit(form: FormData): Promise<Outcome<string>> {
    const chosen = String(form.get("organizationId") ?? "");
    const days = String(form.get("days") ?? "");
    const outcome = await create({ organizationId: chosen ? Number(chosen) : null, name: String(form.get("name")), days: days ? Number(days) : null, currentPassword: String(form.get("currentPassword")) });
    return outcome.ok ? { ok: true, value: outcome.value.key } : outcome;
  }
  return (
    <FormDialog open onOpenChange={(open) => !open && onClose()} title="Criar chave de API" submitLabel="Criar" submit={submit} onDone={onCreated}>
      {(errors) => (
        <>
          {clients && (
            <Field label="Cliente" error={errors.organizationId} required>
              <Select name="organizationId" defaultValue={focusedClient ?? ""} placeholder="Selecione o cliente…" options={clients.filter((client) => client.active).map(({ id, name }) => ({ value: String(id), label: name }))} />
            </Field>
          )}
          <Field label="Para que serve" error={errors.name} help="Por exemplo: ERP da matriz." required>
            <Input name="name" maxLength={81} autoComplete="off" />
          </Field>
          <Field label="Validade" error={errors.days}>
            <Select name="days" defaultValue="365" options={VALIDITY} />
          </Field>
          <Field label="Sua senha" error={errors.currentPassword} help="Para confirmar que é você." required>
            <Input name="currentPassword" type="password" autoComplete="current-password" />
          </Field>
        </>
      )}
    </FormDialog>
  );
}
