"use client";

import { ActiveField } from "../forms/active-field.tsx";
import { FormDialog } from "../forms/form-dialog.tsx";
import { Field } from "../ui/field.tsx";
import { Input } from "../ui/input.tsx";
import { Select } from "../ui/select.tsx";
import type { Outcome } from "@/lib/admin/define-use-case.ts";
import { formatCnpj } from "@/lib/core/documents.ts";

interface BranchValues {
  code: string;
  name: string;
  cnpj: string;
  street: string;
  streetNumber: string;
  district: string;
  city: string;
  state: string;
  postalCode: string;
  active: boolean;
}

/** A branch as the list and its form show it. */
export interface BranchRow extends BranchValues {
  id: number;
  organizationId: number;
  organizationName: string;
}

/** A client to choose. */
export interface ClientOption {
  id: number;
  name: string;
  active: boolean;
}

/** What the form can do. */
export interface BranchActions {
  create: (
    input: BranchValues & { organizationId: number | null },
  ) => Promise<Outcome<{ id: number }>>;
  update: (input: BranchValues & { id: number }) => Promise<Outcome<{ id: number }>>;
}

interface BranchDialogProps {
  branch: BranchRow | null;
  clients: ClientOption[] | null;
  focusedClient: number | null;
  states: string[];
  actions: BranchActions;
  onClose: () => void;
  onSaved: (name: string) => void;
}

/** Registers or changes a branch; its client is chosen once and stays. */
export function BranchDialog({
  branch,
  clients,
  focusedClient,
  states,
  actions,
  onClose,
  onSaved,
}: BranchDialogProps) {
  async function submit(form: FormData): Promise<Outcome<string>> {
    const text = (name: string) => String(form.get(name) ?? "");
    const values: BranchValues = {
      code: text("code"),
      name: text("name"),
      cnpj: text("cnpj"),
      street: text("street"),
      streetNumber: text("streetNumber"),
      district: text("district"),
      city: text("city"),
      state: text("state"),
      postalCode: text("postalCode"),
      active: text("active") === "yes",
    };
    const chosen = text("organizationId");
    const outcome = branch
      ? await actions.update({ ...values, id: branch.id })
      : await actions.create({ ...values, organizationId: chosen ? Number(chosen) : null });
    return outcome.ok ? { ok: true, value: values.name.trim() } : outcome;
  }
  return (
    <FormDialog
      open
      size="lg"
      onOpenChange={(open) => !open && onClose()}
      title={branch ? `Editar ${branch.name}` : "Cadastrar filial"}
      submitLabel={branch ? "Salvar" : "Cadastrar"}
      submit={submit}
      onDone={onSaved}
    >
      {(errors) => (
        <div className="grid gap-4 sm:grid-cols-6">
          {!branch && clients && (
            <Field label="Cliente" error={errors.organizationId} required className="sm:col-span-6">
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
          <Field label="Código" error={errors.code} required className="sm:col-span-2">
            <Input name="code" defaultValue={branch?.code} maxLength={21} autoComplete="off" />
          </Field>
          <Field label="Nome" error={errors.name} required className="sm:col-span-4">
            <Input name="name" defaultValue={branch?.name} maxLength={121} autoComplete="off" />
          </Field>
          <Field label="CNPJ" error={errors.cnpj} required className="sm:col-span-3">
            <Input
              name="cnpj"
              defaultValue={branch ? formatCnpj(branch.cnpj) : ""}
              placeholder="00.000.000/0000-00"
              maxLength={40}
              autoComplete="off"
              autoCapitalize="characters"
              className="tabular-nums"
            />
          </Field>
          <Field label="CEP" error={errors.postalCode} className="sm:col-span-3">
            <Input
              name="postalCode"
              defaultValue={branch?.postalCode}
              inputMode="numeric"
              placeholder="00000-000"
              maxLength={9}
              autoComplete="off"
            />
          </Field>
          <Field label="Logradouro" error={errors.street} className="sm:col-span-4">
            <Input name="street" defaultValue={branch?.street} maxLength={121} autoComplete="off" />
          </Field>
          <Field label="Número" error={errors.streetNumber} className="sm:col-span-2">
            <Input
              name="streetNumber"
              defaultValue={branch?.streetNumber}
              maxLength={21}
              autoComplete="off"
            />
          </Field>
          <Field label="Bairro" error={errors.district} className="sm:col-span-2">
            <Input
              name="district"
              defaultValue={branch?.district}
              maxLength={81}
              autoComplete="off"
            />
          </Field>
          <Field label="Cidade" error={errors.city} required className="sm:col-span-3">
            <Input name="city" defaultValue={branch?.city} maxLength={81} autoComplete="off" />
          </Field>
          <Field label="UF" error={errors.state} required className="sm:col-span-1">
            <Select
              name="state"
              defaultValue={branch?.state ?? ""}
              placeholder="–"
              options={states.map((state) => ({ value: state, label: state }))}
            />
          </Field>
          <div className="sm:col-span-3">
            <ActiveField
              initial={branch?.active ?? true}
              feminine
              error={errors.active}
              consequence="As integrações deixam de processar esta filial a partir das próximas tarefas."
            />
          </div>
        </div>
      )}
    </FormDialog>
  );
}
