"use client";

import { useActionState, useEffect, useRef } from "react";
import { Alert } from "../ui/alert.tsx";
import { Button } from "../ui/button.tsx";
import { Field } from "../ui/field.tsx";
import { Input } from "../ui/input.tsx";

/** What the sign-in action answers; success leaves the page. */
export interface SignInState {
  email: string;
  message?: string;
  fields?: { email?: string; password?: string };
}

/** E-mail and password. What was typed as e-mail stays after a refusal. */
export function SignInForm({
  action,
  back,
  email,
}: {
  action: (before: SignInState, form: FormData) => Promise<SignInState>;
  back: string;
  email: string;
}) {
  const [state, submit, pending] = useActionState(action, { email });
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (!state.message && !state.fields) return;
    const name = state.fields?.email ? "email" : "password";
    form.current?.querySelector<HTMLInputElement>(`[name=${name}]`)?.focus();
  }, [state]);
  return (
    <form ref={form} action={submit} noValidate className="flex flex-col gap-4">
      {state.message && <Alert tone="error">{state.message}</Alert>}
      <input type="hidden" name="back" value={back} />
      <Field label="E-mail" error={state.fields?.email}>
        <Input
          name="email"
          type="email"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          defaultValue={state.email}
          autoFocus={!email}
          required
        />
      </Field>
      <Field label="Senha" error={state.fields?.password}>
        <Input
          name="password"
          type="password"
          autoComplete="current-password"
          autoFocus={Boolean(email)}
          required
        />
      </Field>
      <Button type="submit" size="lg" busy={pending}>
        Entrar
      </Button>
      <p className="text-xs text-muted-foreground">
        Esqueceu a senha? Solicite um novo link de acesso ao administrador de usuários da sua
        empresa ou ao suporte.
      </p>
    </form>
  );
}
