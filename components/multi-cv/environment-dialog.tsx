"use client";

import { useState } from "react";
import { FormDialog } from "../forms/form-dialog.tsx";
import { Button } from "../ui/button.tsx";
import { DateField } from "../ui/date-field.tsx";
import { Field } from "../ui/field.tsx";
import { Input } from "../ui/input.tsx";
import { Select } from "../ui/select.tsx";
import { TerminalOptionFields } from "./terminal-option-fields.tsx";
import type { Outcome } from "@/lib/admin/define-use-case.ts";
import type { EnvironmentRow } from "@/lib/admin/multi-cv/environment-row.ts";
import { formatInstant } from "@/lib/core/period.ts";

interface EnvironmentValues {
  name: string;
  baseUrl: string;
  tenant: string;
  userName: string;
  secret?: string;
  loginName: string;
  loginPassword?: string;
  validUntil: string | null;
  siengeEnvironmentId: number | null;
  dailyLimit: number | null;
  options: Record<string, string>;
}

/** What the form can do. */
export interface EnvironmentActions {
  create: (
    input: EnvironmentValues & { integrationId: number; code: string; kind: string },
  ) => Promise<Outcome<{ id: number }>>;
  update: (
    input: EnvironmentValues & { id: number; version: number },
  ) => Promise<Outcome<{ id: number }>>;
}

interface EnvironmentDialogProps {
  integrationId: number;
  environment: EnvironmentRow | null;
  /** What a new one begins with. */
  preset?: { kind: "cv" | "sienge"; code: string; name: string };
  all: readonly EnvironmentRow[];
  timeZone: string;
  actions: EnvironmentActions;
  onClose: () => void;
  onSaved: (name: string) => void;
}

/** Registers or changes an environment. Its secret goes in and never comes out. */
export function EnvironmentDialog({
  integrationId,
  environment,
  preset,
  all,
  timeZone,
  actions,
  onClose,
  onSaved,
}: EnvironmentDialogProps) {
  const [kind, setKind] = useState<string>(environment?.kind ?? preset?.kind ?? "cv");
  const [validUntil, setValidUntil] = useState(environment?.validUntil ?? "");
  const [replacing, setReplacing] = useState(!environment?.hasSecret);
  const cv = kind === "cv";
  // Whether a new one is the Hub is only known by the code that is typed.
  const terminal = cv && environment?.code !== "hub";
  const sienges = all.filter((one) => one.kind === "sienge");

  async function submit(form: FormData): Promise<Outcome<string>> {
    const text = (name: string) => String(form.get(name) ?? "").trim();
    const secret = String(form.get("secret") ?? "");
    const loginPassword = String(form.get("loginPassword") ?? "");
    const values: EnvironmentValues = {
      name: text("name"),
      baseUrl: text("baseUrl"),
      tenant: cv ? "" : text("tenant"),
      userName: text("userName"),
      ...(secret && { secret }),
      loginName: cv ? text("loginName") : "",
      ...(loginPassword && { loginPassword }),
      validUntil: validUntil || null,
      siengeEnvironmentId:
        cv && text("siengeEnvironmentId") ? Number(text("siengeEnvironmentId")) : null,
      dailyLimit: text("dailyLimit") ? Number(text("dailyLimit").replace(/\./g, "")) : null,
      options: Object.fromEntries(
        [...form].flatMap(([name, value]) =>
          name.startsWith("option.") ? [[name.slice(7), String(value).trim()]] : [],
        ),
      ),
    };
    const outcome = environment
      ? await actions.update({ ...values, id: environment.id, version: environment.version })
      : await actions.create({ ...values, integrationId, code: text("code"), kind });
    return outcome.ok ? { ok: true, value: values.name } : outcome;
  }
  return (
    <FormDialog
      open
      size="lg"
      onOpenChange={(open) => !open && onClose()}
      title={environment ? `Editar ${environment.name}` : "Cadastrar ambiente"}
      submitLabel={environment ? "Salvar" : "Cadastrar"}
      submit={submit}
      onDone={onSaved}
    >
      {(errors) => (
        <div className="grid gap-4 sm:grid-cols-2">
          {!environment && (
            <>
              <Field label="Sistema" error={errors.kind} required>
                <Select
                  name="kind"
                  value={kind}
                  onChange={(event) => setKind(event.target.value)}
                  options={[
                    { value: "cv", label: "CV CRM" },
                    { value: "sienge", label: "Sienge" },
                  ]}
                />
              </Field>
              <Field
                label="Código"
                error={errors.code}
                help="hub para o ambiente de vendas; a, b, c… para os terminais. Não pode ser alterado depois."
                required
              >
                <Input
                  name="code"
                  defaultValue={preset?.code}
                  maxLength={21}
                  autoComplete="off"
                  autoCapitalize="none"
                  className="font-mono"
                />
              </Field>
            </>
          )}
          <Field label="Nome" error={errors.name} required>
            <Input
              name="name"
              defaultValue={environment?.name ?? preset?.name}
              maxLength={61}
              autoComplete="off"
            />
          </Field>
          <Field
            label="Endereço"
            error={errors.baseUrl}
            help={cv ? "Como https://grupo.cvcrm.com.br." : "Em geral https://api.sienge.com.br."}
            required
          >
            <Input
              name="baseUrl"
              defaultValue={environment?.baseUrl ?? (cv ? "" : "https://api.sienge.com.br")}
              key={kind}
              type="url"
              maxLength={201}
              autoComplete="off"
            />
          </Field>
          {!cv && (
            <Field label="Subdomínio" error={errors.tenant} required>
              <Input
                name="tenant"
                defaultValue={environment?.tenant}
                maxLength={61}
                autoComplete="off"
                autoCapitalize="none"
              />
            </Field>
          )}
          <Field label={cv ? "E-mail" : "Usuário de API"} error={errors.userName} required>
            <Input
              name="userName"
              defaultValue={environment?.userName}
              maxLength={201}
              autoComplete="off"
              autoCapitalize="none"
            />
          </Field>
          {replacing ? (
            <Field
              label={cv ? "Token" : "Senha"}
              error={errors.secret}
              help="Gravado de forma cifrada. Não pode ser exibido depois."
              required={!environment?.hasSecret}
            >
              <Input
                name="secret"
                type="password"
                autoComplete="new-password"
                maxLength={2_000}
                spellCheck={false}
              />
            </Field>
          ) : (
            <div className="flex min-w-0 flex-col gap-1.5">
              <span className="text-sm font-medium">{cv ? "Token" : "Senha"}</span>
              <span className="flex min-h-9 flex-wrap items-center justify-between gap-2 rounded-md bg-muted px-3 text-sm text-muted-foreground">
                {environment?.secretSetAt
                  ? `definid${cv ? "o" : "a"} em ${formatInstant(new Date(environment.secretSetAt), timeZone).slice(0, 10)}`
                  : `definid${cv ? "o" : "a"}`}
                <Button
                  variant="link"
                  size="sm"
                  className="px-0"
                  onClick={() => setReplacing(true)}
                >
                  Substituir
                </Button>
              </span>
            </div>
          )}
          {cv && (
            <>
              <Field
                label="E-mail da API v3 (opcional)"
                error={errors.loginName}
                help="De um usuário do painel, para listar os tipos de venda e quem pode vender cada empreendimento. Em branco: a API v3 é consultada sem login."
              >
                <Input
                  name="loginName"
                  defaultValue={environment?.loginName}
                  maxLength={201}
                  autoComplete="off"
                  autoCapitalize="none"
                />
              </Field>
              <Field
                label="Senha da API v3"
                error={errors.loginPassword}
                help={
                  environment?.loginRefused
                    ? "O CV recusou a senha gravada. Informe outra."
                    : environment?.loginName
                      ? "Em branco: a senha gravada é mantida."
                      : "Gravada de forma cifrada. Não pode ser exibida depois."
                }
              >
                <Input
                  name="loginPassword"
                  type="password"
                  autoComplete="new-password"
                  maxLength={500}
                  spellCheck={false}
                />
              </Field>
            </>
          )}
          <Field
            label="Validade"
            error={errors.validUntil}
            help="Em branco: sem vencimento. O Enlace avisa duas semanas antes."
          >
            <DateField value={validUntil} onChange={setValidUntil} />
          </Field>
          <Field
            label="Limite de chamadas por dia"
            error={errors.dailyLimit}
            help={
              cv
                ? "Em branco: sem limite diário."
                : "Limite do pacote contratado, compartilhado com as outras integrações da conta."
            }
          >
            <Input
              name="dailyLimit"
              defaultValue={environment?.dailyLimit ?? ""}
              inputMode="numeric"
              maxLength={9}
              autoComplete="off"
              className="tabular-nums"
            />
          </Field>
          {terminal && <TerminalOptionFields options={environment?.options ?? {}} />}
          {cv && sienges.length > 0 && (
            <Field label="Sienge deste terminal" error={errors.siengeEnvironmentId}>
              <Select
                name="siengeEnvironmentId"
                defaultValue={environment?.siengeEnvironmentId ?? ""}
              >
                <option value="">O único cadastrado</option>
                {sienges.map(({ id, name }) => (
                  <option key={id} value={id}>
                    {name}
                  </option>
                ))}
              </Select>
            </Field>
          )}
        </div>
      )}
    </FormDialog>
  );
}
