"use client";

import { FormDialog } from "../forms/form-dialog.tsx";
import { Field } from "../ui/field.tsx";
import { Input } from "../ui/input.tsx";
import type { Outcome } from "@/lib/admin/define-use-case.ts";

/** How far from today's price suggestions may go for this client. */
export function VariationDialog({
  percent,
  submit,
  onClose,
  onDone,
}: {
  percent: number;
  submit: (percent: string) => Promise<Outcome<{ percent: number }>>;
  onClose: () => void;
  onDone: (percent: number) => void;
}) {
  return (
    <FormDialog
      open
      size="sm"
      onOpenChange={(open) => !open && onClose()}
      title="Variação permitida"
      description="Sugestões com variação acima deste limite em alguma filial são sinalizadas e só são aplicadas por escolha explícita."
      submitLabel="Salvar"
      submit={(form) => submit(String(form.get("percent")))}
      onDone={({ percent: saved }) => onDone(saved)}
    >
      {(errors) => (
        <Field label="Em porcentagem, para mais ou para menos" required error={errors.percent}>
          <Input
            name="percent"
            inputMode="numeric"
            defaultValue={percent}
            maxLength={3}
            autoComplete="off"
            className="tabular-nums"
          />
        </Field>
      )}
    </FormDialog>
  );
}
