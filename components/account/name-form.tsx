"use client";

import { type ReactNode, useState } from "react";
import { describeProblem } from "../forms/describe-problem.tsx";
import { Button } from "../ui/button.tsx";
import { Field } from "../ui/field.tsx";
import { Input } from "../ui/input.tsx";
import type { Outcome } from "@/lib/admin/define-use-case.ts";

/** One's own name. */
export function NameForm({
  name,
  rename,
  onDone,
}: {
  name: string;
  rename: (input: { name: string }) => Promise<Outcome<unknown>>;
  onDone: () => void;
}) {
  const [value, setValue] = useState(name);
  const [error, setError] = useState<ReactNode>();
  const [busy, setBusy] = useState(false);

  async function send() {
    setBusy(true);
    const outcome = await rename({ name: value }).catch(() => null);
    setBusy(false);
    if (!outcome) return setError("Não foi possível falar com o servidor. Tente novamente.");
    if (!outcome.ok)
      return setError(outcome.problem.fields?.name ?? describeProblem(outcome.problem));
    setError(undefined);
    onDone();
  }
  return (
    <form
      noValidate
      className="flex max-w-md flex-col items-start gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <Field label="Seu nome" error={error} className="w-full">
        <Input
          value={value}
          onChange={(event) => setValue(event.target.value)}
          autoComplete="name"
          maxLength={121}
        />
      </Field>
      <Button type="submit" busy={busy}>
        Salvar
      </Button>
    </form>
  );
}
