"use client";

import { FormDialog } from "../forms/form-dialog.tsx";
import { Field } from "../ui/field.tsx";
import { Input } from "../ui/input.tsx";
import { Select } from "../ui/select.tsx";
import type { Outcome } from "@/lib/admin/define-use-case.ts";
import type { EnvironmentChoice } from "@/lib/admin/multi-cv/read-flow-scope.ts";
import type { ReservationRow } from "@/lib/admin/multi-cv/reservation-row.ts";

/** What the form sends. */
export interface LinkInput {
  id: number;
  environmentId: number;
  terminalReservationId: string;
  siengeContractId: string;
  siengeContractNumber: string;
}

interface LinkDialogProps {
  row: ReservationRow;
  environments: readonly EnvironmentChoice[];
  link: (input: LinkInput) => Promise<Outcome<unknown>>;
  onClose: () => void;
  onSaved: () => void;
}

/** Says which reservation of a terminal is this one of the Hub, where a person knows better than the flow. */
export function LinkDialog({ row, environments, link, onClose, onSaved }: LinkDialogProps) {
  const terminals = environments.filter(({ kind, code }) => kind === "cv" && code !== "hub");
  const submit = (form: FormData) => {
    const text = (name: string) => String(form.get(name) ?? "").trim();
    return link({
      id: row.id,
      environmentId: Number(text("environmentId")) || 0,
      terminalReservationId: text("terminalReservationId"),
      siengeContractId: text("siengeContractId"),
      siengeContractNumber: text("siengeContractNumber"),
    });
  };
  return (
    <FormDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Vincular a reserva ${row.hubId}`}
      description="Use para uma reserva que já existe no terminal. O Enlace passa a acompanhá-la, sem criar outra, e lê a situação dela na próxima varredura."
      submitLabel="Vincular"
      submit={submit}
      onDone={onSaved}
    >
      {(errors) => (
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label="Terminal" error={errors.environmentId} required>
            <Select
              name="environmentId"
              defaultValue={String(
                terminals.find(({ code }) => code === row.terminalCode)?.id ?? "",
              )}
              placeholder="Selecione…"
              options={terminals.map(({ id, name }) => ({ value: String(id), label: name }))}
            />
          </Field>
          <Field label="Reserva no terminal" error={errors.terminalReservationId} required>
            <Input
              name="terminalReservationId"
              defaultValue={row.terminalId ?? ""}
              inputMode="numeric"
              maxLength={15}
              autoComplete="off"
              className="tabular-nums"
            />
          </Field>
          <Field
            label="Contrato no Sienge"
            error={errors.siengeContractId}
            help="Em branco, o Enlace procura o contrato."
          >
            <Input
              name="siengeContractId"
              defaultValue={row.contractId ?? ""}
              inputMode="numeric"
              maxLength={15}
              autoComplete="off"
              className="tabular-nums"
            />
          </Field>
          <Field label="Número do contrato" error={errors.siengeContractNumber}>
            <Input
              name="siengeContractNumber"
              defaultValue={row.contractNumber ?? ""}
              maxLength={40}
              autoComplete="off"
            />
          </Field>
        </div>
      )}
    </FormDialog>
  );
}
