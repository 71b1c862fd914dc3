"use client";

import { useEffect, useRef, useState } from "react";
import { describeProblem } from "../forms/describe-problem.tsx";
import { Alert } from "../ui/alert.tsx";
import { Button } from "../ui/button.tsx";
import { Field } from "../ui/field.tsx";
import { Input } from "../ui/input.tsx";
import type { Outcome, Problem } from "@/lib/admin/define-use-case.ts";

/** Changes one's own password. */
export type ChangePassword = (input: {
  current: string;
  password: string;
}) => Promise<Outcome<unknown>>;

const LOST: Problem = {
  kind: "refused",
  message: "Não foi possível falar com o servidor. Tente novamente.",
};

/** Present password, new one, new one again. */
export function ChangePasswordForm({
  email,
  change,
  onDone,
}: {
  email: string;
  change: ChangePassword;
  onDone: () => void;
}) {
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const fields = problem?.fields ?? {};
  useEffect(() => {
    if (problem) form.current?.querySelector<HTMLElement>("[aria-invalid]")?.focus();
  }, [problem]);

  async function send(data: FormData) {
    const password = String(data.get("password"));
    if (password !== String(data.get("repeat")))
      return setProblem({
        kind: "invalid",
        message: "Confira os campos indicados.",
        fields: { repeat: "As duas senhas são diferentes." },
      });
    setBusy(true);
    const outcome = await change({ current: String(data.get("current")), password }).catch(() => ({
      ok: false as const,
      problem: LOST,
    }));
    setBusy(false);
    if (!outcome.ok) return setProblem(outcome.problem);
    setProblem(null);
    form.current?.reset();
    onDone();
  }
  return (
    <form
      ref={form}
      noValidate
      className="flex max-w-md flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy) void send(new FormData(event.currentTarget));
      }}
    >
      {problem && !problem.fields && <Alert tone="error">{describeProblem(problem)}</Alert>}
      <input type="email" name="username" autoComplete="username" value={email} readOnly hidden />
      <Field label="Senha atual" error={fields.current} required>
        <Input name="current" type="password" autoComplete="current-password" />
      </Field>
      <Field
        label="Nova senha"
        error={fields.password}
        help="Ao menos 8 caracteres; prefira uma frase de 15 ou mais."
        required
      >
        <Input name="password" type="password" autoComplete="new-password" />
      </Field>
      <Field label="Repita a nova senha" error={fields.repeat} required>
        <Input name="repeat" type="password" autoComplete="new-password" />
      </Field>
      <Button type="submit" busy={busy} className="self-start">
        Alterar senha
      </Button>
    </form>
  );
}
