"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { toast } from "sonner";
import type { Outcome } from "@/lib/admin/define-use-case.ts";
import { formatCount } from "@/lib/core/format-count.ts";
import { Button } from "../ui/button.tsx";
import { Field } from "../ui/field.tsx";
import { Input } from "../ui/input.tsx";

/** Props of {@link LateDaysForm}. */
export interface LateDaysFormProps {
  integrationId: number;
  lateDays: number;
  save: (input: {
    integrationId: number;
    lateDays: number;
  }) => Promise<Outcome<{ lateDays: number }>>;
}

/** How far back movement that arrives after its day was sent goes out by itself. */
export function LateDaysForm({ integrationId, lateDays, save }: LateDaysFormProps) {
  const router = useRouter();
  const [value, setValue] = useState(String(lateDays));
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState("");

  async function submit(event: FormEvent) {
    event.preventDefault();
    const days = /^\d{1,2}$/.test(value.trim()) ? Number(value) : Number.NaN;
    if (Number.isNaN(days)) return setError("Informe de 0 a 30 dias.");
    setBusy(true);
    const outcome = await save({ integrationId, lateDays: days }).catch(() => null);
    setBusy(false);
    if (!outcome?.ok)
      return setError(
        outcome
          ? (outcome.problem.fields?.lateDays ?? outcome.problem.message)
          : "O servidor não respondeu. Confira sua rede e tente novamente.",
      );
    setError("");
    toast.success(
      days === 0
        ? "O movimento atrasado não é mais enviado por conta própria."
        : `O movimento atrasado de até ${formatCount(days, "dia", "dias")} será enviado por conta própria.`,
    );
    router.refresh();
  }
  return (
    <form
      noValidate
      onSubmit={(event) => void submit(event)}
      className="flex flex-wrap items-end gap-3 rounded-md border bg-card p-3"
    >
      <Field
        label="Enviar movimento atrasado por conta própria (dias)"
        help="Um dia que mudou depois do envio é enviado novamente meia hora após a última mudança, e o parceiro o substitui. 0 desliga."
        error={error}
        className="max-w-md"
      >
        <Input
          inputMode="numeric"
          value={value}
          onChange={(event) => setValue(event.target.value)}
        />
      </Field>
      <Button type="submit" variant="outline" busy={busy}>
        Salvar
      </Button>
    </form>
  );
}
