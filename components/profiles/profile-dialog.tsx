"use client";

import { useId, useState } from "react";
import { FormDialog } from "../forms/form-dialog.tsx";
import { Checkbox } from "../ui/checkbox.tsx";
import { Field, FieldGroup } from "../ui/field.tsx";
import { Input } from "../ui/input.tsx";
import { Select } from "../ui/select.tsx";
import type { Outcome } from "@/lib/admin/define-use-case.ts";
import type { ProfileRow } from "@/lib/admin/profiles/list-profiles.ts";
import { PERMISSION_LABEL, PERMISSIONS, type Permission } from "@/lib/core/permissions.ts";

/** What the form can do. */
export interface ProfileActions {
  create: (input: {
    name: string;
    allOrganizations: boolean;
    permissions: Permission[];
  }) => Promise<Outcome<{ id: number }>>;
  update: (input: {
    id: number;
    version: number;
    name: string;
    permissions: Permission[];
  }) => Promise<Outcome<{ id: number }>>;
}

interface ProfileDialogProps {
  /** null = a new one. */
  profile: ProfileRow | null;
  ownPermissions: Permission[];
  actions: ProfileActions;
  onClose: () => void;
  onSaved: (name: string, isNew: boolean) => void;
}

/** Names a profile and ticks what it permits. */
export function ProfileDialog({
  profile,
  ownPermissions,
  actions,
  onClose,
  onSaved,
}: ProfileDialogProps) {
  const [scope, setScope] = useState(profile?.allOrganizations ? "all" : "own");
  const [granted, setGranted] = useState<ReadonlySet<Permission>>(
    new Set(profile?.permissions ?? ["view"]),
  );
  const id = useId();
  const offered = PERMISSIONS.filter(
    (permission) => scope === "all" || permission !== "profiles" || granted.has(permission),
  );

  function toggle(permission: Permission, on: boolean) {
    const next = new Set(granted);
    if (on) next.add(permission);
    else next.delete(permission);
    setGranted(next);
  }
  async function submit(form: FormData): Promise<Outcome<string>> {
    const name = String(form.get("name"));
    const permissions = PERMISSIONS.filter(
      (permission) => granted.has(permission) && (scope === "all" || permission !== "profiles"),
    );
    const outcome = profile
      ? await actions.update({ id: profile.id, version: profile.version, name, permissions })
      : await actions.create({ name, allOrganizations: scope === "all", permissions });
    return outcome.ok ? { ok: true, value: name.trim() } : outcome;
  }
  return (
    <FormDialog
      open
      size="lg"
      onOpenChange={(open) => !open && onClose()}
      title={profile ? `Editar o perfil “${profile.name}”` : "Cadastrar perfil"}
      submitLabel={profile ? "Salvar" : "Cadastrar"}
      submit={submit}
      onDone={(name) => onSaved(name, profile === null)}
    >
      {(errors) => (
        <>
          <Field label="Nome" error={errors.name} required>
            <Input name="name" defaultValue={profile?.name} maxLength={81} autoComplete="off" />
          </Field>
          <Field
            label="Alcance"
            help={
              profile
                ? "O alcance não pode ser alterado depois do cadastro."
                : "Perfis de suporte veem todos os clientes. Os demais, só o cliente do usuário."
            }
          >
            <Select
              value={scope}
              onChange={(event) => setScope(event.target.value)}
              disabled={profile !== null}
              options={[
                { value: "own", label: "Próprio cliente" },
                { value: "all", label: "Todos os clientes (suporte)" },
              ]}
            />
          </Field>
          <FieldGroup
            legend="Permissões"
            error={errors.permissions}
            help="Você só pode conceder permissões que o seu perfil já tem."
          >
            <div className="grid gap-x-6 gap-y-3 sm:grid-cols-2">
              {offered.map((permission) => {
                const locked = !ownPermissions.includes(permission) && !granted.has(permission);
                return (
                  <div key={permission} className="flex items-start gap-2.5">
                    <Checkbox
                      id={`${id}-${permission}`}
                      aria-describedby={`${id}-${permission}-help`}
                      checked={granted.has(permission)}
                      onCheckedChange={(on) => toggle(permission, on === true)}
                      className="mt-0.5"
                      aria-invalid={errors.permissions ? true : undefined}
                    />
                    <div className="min-w-0">
                      <label htmlFor={`${id}-${permission}`} className="text-sm font-medium">
                        {PERMISSION_LABEL[permission].label}
                      </label>
                      <p id={`${id}-${permission}-help`} className="text-xs text-muted-foreground">
                        {PERMISSION_LABEL[permission].help}
                        {locked && " · seu perfil não a tem"}
                      </p>
                    </div>
                  </div>
                );
              })}
            </div>
          </FieldGroup>
        </>
      )}
    </FormDialog>
  );
}
