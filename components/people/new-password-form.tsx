"use client";

import { useActionState, useEffect, useRef } from "react";
import { Alert } from "../ui/alert.tsx";
import { Button } from "../ui/button.tsx";
import { Field } from "../ui/field.tsx";
import { Input } from "../ui/input.tsx";

/** What the action of a one-time link answers; success leaves the page. */
export interface NewPasswordState {
  message?: string;
  fields?: { name?: string; email?: string; password?: string; repeat?: string };
  typed?: { name: string; email: string };
}

/** Chooses the password behind a one-time link; the very first person also says who they are. */
export function NewPasswordForm({
  action,
  email,
  asksIdentity,
}: {
  action: (before: NewPasswordState, form: FormData) => Promise<NewPasswordState>;
  email: string;
  asksIdentity: boolean;
}) {
  const [state, submit, pending] = useActionState(action, {});
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    const first = (["name", "email", "password", "repeat"] as const).find(
      (name) => state.fields?.[name],
    );
    if (first) form.current?.querySelector<HTMLInputElement>(`[name=${first}]`)?.focus();
  }, [state]);
  return (
    <form ref={form} action={submit} noValidate className="flex flex-col gap-4">
      {state.message && <Alert tone="error">{state.message}</Alert>}
      {asksIdentity ? (
        <>
          <Field label="Seu nome" error={state.fields?.name} required>
            <Input
              name="name"
              autoComplete="name"
              defaultValue={state.typed?.name}
              maxLength={120}
              autoFocus
            />
          </Field>
          <Field
            label="Seu e-mail"
            error={state.fields?.email}
            help="Usado para entrar no sistema."
            required
          >
            <Input
              name="email"
              type="email"
              autoComplete="username"
              defaultValue={state.typed?.email}
              maxLength={254}
            />
          </Field>
        </>
      ) : (
        // Password managers file the new password under this address.
        <input type="email" name="username" autoComplete="username" value={email} readOnly hidden />
      )}
      <Field
        label="Nova senha"
        help="Ao menos 8 caracteres; prefira uma frase de 15 ou mais."
        error={state.fields?.password}
        required
      >
        <Input
          name="password"
          type="password"
          autoComplete="new-password"
          autoFocus={!asksIdentity}
        />
      </Field>
      <Field label="Repita a nova senha" error={state.fields?.repeat} required>
        <Input name="repeat" type="password" autoComplete="new-password" />
      </Field>
      <Button type="submit" size="lg" busy={pending}>
        Definir senha
      </Button>
    </form>
  );
}
