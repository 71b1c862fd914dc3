"use client";

import { useId } from "react";
import { FormDialog } from "../forms/form-dialog.tsx";
import { Checkbox } from "../ui/checkbox.tsx";
import { Field, FieldGroup } from "../ui/field.tsx";
import { Input } from "../ui/input.tsx";
import { Select } from "../ui/select.tsx";
import type { Outcome } from "@/lib/admin/define-use-case.ts";
import { API_RIGHT_WORDS, API_RIGHTS, type ApiRight } from "@/lib/core/api-rights.ts";

/** Makes a key; the answer is the only time it is seen. */
export type CreateApiKey = (input: {
  organizationId: number | null;
  name: string;
  rights: ApiRight[];
  days: number | null;
  currentPassword: string;
}) => Promise<Outcome<{ id: number; key: string }>>;

const VALIDITY = [
  { value: "90", label: "90 dias" },
  { value: "365", label: "1 ano" },
  { value: "730", label: "2 anos" },
  { value: "", label: "Não vence" },
];

/** Names a key, says what it may do and how long it is good for; asks for one's own password. */
export function ApiKeyDialog({
  clients,
  focusedClient,
  create,
  onClose,
  onCreated,
}: {
  clients: { id: number; name: string; active: boolean }[] | null;
  focusedClient: number | null;
  create: CreateApiKey;
  onClose: () => void;
  onCreated: (key: string) => void;
}) {
  async function submit(form: FormData): Promise<Outcome<string>> {
    const chosen = String(form.get("organizationId") ?? "");
    const days = String(form.get("days") ?? "");
    const outcome = await create({
      organizationId: chosen ? Number(chosen) : null,
      name: String(form.get("name")),
      rights: API_RIGHTS.filter((right) => form.getAll("rights").includes(right)),
      days: days ? Number(days) : null,
      currentPassword: String(form.get("currentPassword")),
    });
    return outcome.ok ? { ok: true, value: outcome.value.key } : outcome;
  }
  return (
    <FormDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Criar chave de API"
      submitLabel="Criar"
      submit={submit}
      onDone={onCreated}
    >
      {(errors) => (
        <>
          {clients && (
            <Field label="Cliente" error={errors.organizationId} required>
              <Select
                name="organizationId"
                defaultValue={focusedClient ?? ""}
                placeholder="Selecione o cliente…"
                options={clients
                  .filter((client) => client.active)
                  .map(({ id, name }) => ({ value: String(id), label: name }))}
              />
            </Field>
          )}
          <Field label="Finalidade" error={errors.name} help="Por exemplo: ERP da matriz." required>
            <Input name="name" maxLength={81} autoComplete="off" />
          </Field>
          <FieldGroup legend="Direitos" error={errors.rights}>
            <div className="flex flex-col gap-2.5">
              {API_RIGHTS.map((right) => (
                <RightBox key={right} right={right} />
              ))}
            </div>
          </FieldGroup>
          <Field label="Validade" error={errors.days}>
            <Select name="days" defaultValue="365" options={VALIDITY} />
          </Field>
          <Field
            label="Sua senha"
            error={errors.currentPassword}
            help="Para confirmar a sua identidade."
            required
          >
            <Input name="currentPassword" type="password" autoComplete="current-password" />
          </Field>
        </>
      )}
    </FormDialog>
  );
}

/** A right in words. Sending is what most keys are for, and what every key could before there was a choice. */
function RightBox({ right }: { right: ApiRight }) {
  const id = useId();
  const { label, help } = API_RIGHT_WORDS[right];
  return (
    <label htmlFor={id} className="flex items-start gap-2.5 text-sm">
      <Checkbox
        id={id}
        name="rights"
        value={right}
        defaultChecked={right === "send"}
        className="mt-0.5"
        aria-describedby={`${id}-help`}
      />
      <span className="min-w-0">
        {label}
        <span id={`${id}-help`} className="block text-xs text-muted-foreground">
          {help}
        </span>
      </span>
    </label>
  );
}
