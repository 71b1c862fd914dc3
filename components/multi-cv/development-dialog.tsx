"use client";

import { ActiveField } from "../forms/active-field.tsx";
import { FormDialog } from "../forms/form-dialog.tsx";
import { Field } from "../ui/field.tsx";
import { Input } from "../ui/input.tsx";
import { Select } from "../ui/select.tsx";
import type { Outcome } from "@/lib/admin/define-use-case.ts";
import type { DevelopmentRow } from "@/lib/admin/multi-cv/list-developments.ts";
import type { EnvironmentChoice } from "@/lib/admin/multi-cv/read-flow-scope.ts";

interface DevelopmentValues {
  hubDevelopmentId: string;
  hubName: string;
  environmentId: number;
  terminalDevelopmentId: string;
  siengeEnterpriseId: string | null;
  siengeCompanyId: string | null;
  active: boolean;
}

/** What the form can do. */
export interface DevelopmentActions {
  create: (
    input: DevelopmentValues & { integrationId: number },
  ) => Promise<Outcome<{ id: number }>>;
  update: (
    input: DevelopmentValues & { id: number; version: number },
  ) => Promise<Outcome<{ id: number }>>;
}

interface DevelopmentDialogProps {
  integrationId: number;
  development: DevelopmentRow | null;
  environments: readonly EnvironmentChoice[];
  actions: DevelopmentActions;
  onClose: () => void;
  onSaved: (name: string) => void;
}

/** Says where a development of the Hub lives. */
export function DevelopmentDialog({
  integrationId,
  development,
  environments,
  actions,
  onClose,
  onSaved,
}: DevelopmentDialogProps) {
  const terminals = environments.filter(({ kind, code }) => kind === "cv" && code !== "hub");
  async function submit(form: FormData): Promise<Outcome<string>> {
    const text = (name: string) => String(form.get(name) ?? "").trim();
    const values: DevelopmentValues = {
      hubDevelopmentId: text("hubDevelopmentId"),
      hubName: text("hubName"),
      environmentId: Number(text("environmentId")),
      terminalDevelopmentId: text("terminalDevelopmentId"),
      siengeEnterpriseId: text("siengeEnterpriseId") || null,
      siengeCompanyId: text("siengeCompanyId") || null,
      active: text("active") !== "no",
    };
    const outcome = development
      ? await actions.update({ ...values, id: development.id, version: development.version })
      : await actions.create({ ...values, integrationId });
    return outcome.ok ? { ok: true, value: values.hubName } : outcome;
  }
  return (
    <FormDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={development ? `Editar ${development.hubName}` : "Cadastrar empreendimento"}
      description="Este cadastro define em qual terminal a reserva do Hub é criada e onde o contrato é procurado no Sienge."
      submitLabel={development ? "Salvar" : "Cadastrar"}
      submit={submit}
      onDone={onSaved}
    >
      {(errors) => (
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label="Nome" error={errors.hubName} required className="sm:col-span-2">
            <Input
              name="hubName"
              defaultValue={development?.hubName}
              maxLength={121}
              autoComplete="off"
            />
          </Field>
          <Field label="Id no Hub" error={errors.hubDevelopmentId} required>
            <Input
              name="hubDevelopmentId"
              defaultValue={development?.hubDevelopmentId}
              inputMode="numeric"
              maxLength={15}
              autoComplete="off"
              className="tabular-nums"
            />
          </Field>
          <Field label="Terminal" error={errors.environmentId} required>
            <Select
              name="environmentId"
              defaultValue={development?.environmentId ?? ""}
              placeholder="Selecione…"
              options={terminals.map(({ id, name }) => ({ value: String(id), label: name }))}
            />
          </Field>
          <Field label="Id no terminal" error={errors.terminalDevelopmentId} required>
            <Input
              name="terminalDevelopmentId"
              defaultValue={development?.terminalDevelopmentId}
              inputMode="numeric"
              maxLength={15}
              autoComplete="off"
              className="tabular-nums"
            />
          </Field>
          <Field
            label="Empreendimento no Sienge"
            error={errors.siengeEnterpriseId}
            help="Código do centro de custo."
          >
            <Input
              name="siengeEnterpriseId"
              defaultValue={development?.siengeEnterpriseId ?? ""}
              inputMode="numeric"
              maxLength={15}
              autoComplete="off"
              className="tabular-nums"
            />
          </Field>
          <Field label="Empresa no Sienge" error={errors.siengeCompanyId}>
            <Input
              name="siengeCompanyId"
              defaultValue={development?.siengeCompanyId ?? ""}
              inputMode="numeric"
              maxLength={15}
              autoComplete="off"
              className="tabular-nums"
            />
          </Field>
          <ActiveField
            initial={development?.active ?? true}
            error={errors.active}
            consequence="As reservas deste empreendimento ficam com erro na etapa “Encontrar o terminal” até que ele seja reativado."
          />
        </div>
      )}
    </FormDialog>
  );
}
