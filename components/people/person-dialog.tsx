"use client";

import { useState } from "react";
import { Field } from "../ui/field.tsx";
import { Input } from "../ui/input.tsx";
import { Select } from "../ui/select.tsx";
import type { Outcome } from "@/lib/admin/define-use-case.ts";
import type { PersonRow } from "@/lib/admin/people/list-people.ts";
import { FormDialog } from "../forms/form-dialog.tsx";

/** A profile that the person at the screen may give. */
export interface ProfileChoice {
  id: number;
  name: string;
  allOrganizations: boolean;
}

/** What the form can do. */
export interface PersonActions {
  create: (input: {
    name: string;
    email: string;
    profileId: number;
    organizationId: number | null;
  }) => Promise<Outcome<{ id: number; path: string }>>;
  update: (input: {
    id: number;
    name: string;
    email: string;
    profileId: number;
  }) => Promise<Outcome<{ id: number }>>;
}

interface PersonDialogProps {
  /** null = a new one. */
  person: PersonRow | null;
  profiles: ProfileChoice[];
  clients: { id: number; name: string; active: boolean }[] | null;
  focusedClient: number | null;
  actions: PersonActions;
  onClose: () => void;
  /** `path` is the one-time link of a new person. */
  onSaved: (name: string, path: string | null) => void;
}

/** Registers or changes a person. The client is chosen once and stays. */
export function PersonDialog({
  person,
  profiles,
  clients,
  focusedClient,
  actions,
  onClose,
  onSaved,
}: PersonDialogProps) {
  const firstChoice = profiles.find((profile) => !profile.allOrganizations) ?? profiles[0];
  const [profileId, setProfileId] = useState(String(person?.profileId ?? firstChoice?.id ?? ""));
  const offered = person
    ? profiles.filter((profile) => profile.allOrganizations === (person.organizationId === null))
    : profiles;
  const options = offered.map(({ id, name }) => ({ value: String(id), label: name }));
  // Whoever edits may be unable to give the profile that this person already has.
  if (person && !options.some((option) => option.value === String(person.profileId)))
    options.unshift({ value: String(person.profileId), label: person.profileName });
  const needsClient =
    !person &&
    clients !== null &&
    profiles.find((profile) => String(profile.id) === profileId)?.allOrganizations === false;

  async function submit(form: FormData): Promise<Outcome<{ path: string | null; name: string }>> {
    const name = String(form.get("name"));
    const values = { name, email: String(form.get("email")), profileId: Number(profileId) };
    const chosen = String(form.get("organizationId") ?? "");
    const outcome = person
      ? await actions.update({ id: person.id, ...values })
      : await actions.create({ ...values, organizationId: chosen ? Number(chosen) : null });
    return outcome.ok
      ? {
          ok: true,
          value: { name, path: "path" in outcome.value ? String(outcome.value.path) : null },
        }
      : outcome;
  }
  return (
    <FormDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={person ? `Editar ${person.name}` : "Cadastrar usuário"}
      description={
        person
          ? undefined
          : "Ao cadastrar, você recebe um link para o usuário definir a própria senha."
      }
      submitLabel={person ? "Salvar" : "Cadastrar"}
      submit={submit}
      onDone={({ name, path }) => onSaved(name, path)}
    >
      {(errors) => (
        <>
          <Field label="Nome" error={errors.name} required>
            <Input name="name" defaultValue={person?.name} maxLength={121} autoComplete="off" />
          </Field>
          <Field label="E-mail" error={errors.email} help="Usado para entrar no sistema." required>
            <Input
              name="email"
              type="email"
              defaultValue={person?.email}
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
            />
          </Field>
          <Field label="Perfil" error={errors.profileId} required>
            <Select
              value={profileId}
              onChange={(event) => setProfileId(event.target.value)}
              options={options}
              disabled={person?.self}
            />
          </Field>
          {needsClient && (
            <Field label="Cliente" error={errors.organizationId} required>
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
        </>
      )}
    </FormDialog>
  );
}
