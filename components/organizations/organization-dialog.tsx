"use client";

import { ActiveField } from "../forms/active-field.tsx";
import { FormDialog } from "../forms/form-dialog.tsx";
import { Field } from "../ui/field.tsx";
import { Input } from "../ui/input.tsx";
import { Select } from "../ui/select.tsx";
import type { Outcome } from "@/lib/admin/define-use-case.ts";

/** A client as the list and its form show it. */
export interface OrganizationRow {
  id: number;
  name: string;
  timeZone: string;
  active: boolean;
  branches: number;
  integrations: number;
  people: number;
}

/** What the form can do. */
export interface OrganizationActions {
  create: (input: { name: string; timeZone: string }) => Promise<Outcome<{ id: number }>>;
  update: (input: {
    id: number;
    name: string;
    timeZone: string;
    active: boolean;
  }) => Promise<Outcome<{ id: number }>>;
}

const BRAZIL =
  /^America\/(Sao_Paulo|Manaus|Cuiaba|Campo_Grande|Fortaleza|Recife|Bahia|Belem|Maceio|Araguaina|Porto_Velho|Boa_Vista|Rio_Branco|Eirunepe|Noronha|Santarem)$/;

/** Registers or changes a client. */
export function OrganizationDialog({
  organization,
  timeZones,
  actions,
  onClose,
  onSaved,
}: {
  organization: OrganizationRow | null;
  timeZones: string[];
  actions: OrganizationActions;
  onClose: () => void;
  onSaved: (name: string) => void;
}) {
  async function submit(form: FormData): Promise<Outcome<string>> {
    const values = { name: String(form.get("name")), timeZone: String(form.get("timeZone")) };
    const outcome = organization
      ? await actions.update({
          id: organization.id,
          ...values,
          active: form.get("active") === "yes",
        })
      : await actions.create(values);
    return outcome.ok ? { ok: true, value: values.name.trim() } : outcome;
  }
  const zone = (name: string) => (
    <option key={name} value={name}>
      {name.replaceAll("_", " ")}
    </option>
  );
  return (
    <FormDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={organization ? `Editar ${organization.name}` : "Cadastrar cliente"}
      submitLabel={organization ? "Salvar" : "Cadastrar"}
      submit={submit}
      onDone={onSaved}
    >
      {(errors) => (
        <>
          <Field label="Nome" error={errors.name} required>
            <Input
              name="name"
              defaultValue={organization?.name}
              maxLength={121}
              autoComplete="off"
            />
          </Field>
          <Field
            label="Fuso horário"
            error={errors.timeZone}
            help="As datas e os agendamentos do cliente seguem este fuso."
            required
          >
            <Select name="timeZone" defaultValue={organization?.timeZone ?? "America/Sao_Paulo"}>
              <optgroup label="Brasil">
                {timeZones.filter((name) => BRAZIL.test(name)).map(zone)}
              </optgroup>
              <optgroup label="Outros">
                {timeZones.filter((name) => !BRAZIL.test(name)).map(zone)}
              </optgroup>
            </Select>
          </Field>
          {organization && (
            <ActiveField
              initial={organization.active}
              error={errors.active}
              consequence="As sessões dos usuários deste cliente são encerradas na próxima ação de cada um."
            />
          )}
        </>
      )}
    </FormDialog>
  );
}
