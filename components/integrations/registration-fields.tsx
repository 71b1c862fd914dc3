"use client";

import type { ReactNode } from "react";
import { HelpLink } from "../catalogue/help-link.tsx";
import { Field } from "../ui/field.tsx";
import { Input } from "../ui/input.tsx";
import { Select } from "../ui/select.tsx";
import { BranchesSection } from "./branches-section.tsx";
import { useRegistration } from "./registration-state.tsx";
import { TypeSelect } from "./type-select.tsx";

const LONGEST = 200;
const count = new Intl.NumberFormat("pt-BR");
const STATES = [
  { value: "ativa", label: "Ativa" },
  { value: "inativa", label: "Inativa" },
];

/** The tab "Cadastro". */
export function RegistrationFields() {
  const { opened, choices, values, change, chooseOrganization, errors, readOnly, type } =
    useRegistration();
  const letters = [...values.description.trim()].length;
  const minutes = Number(values.intervalMinutes);
  return (
    <div className="flex flex-col gap-6">
      <div className="grid max-w-4xl gap-x-5 gap-y-4 sm:grid-cols-2">
        {opened && choices.organizations.length > 0 && (
          <div className="sm:col-span-2 sm:max-w-md">
            <ReadOnlyField label="Cliente" value={opened.organizationName} />
          </div>
        )}
        {!opened && choices.organizations.length > 0 && (
          <Field
            label="Cliente"
            required
            error={errors.organizationId}
            className="sm:col-span-2 sm:max-w-md"
            id="campo-organizationId"
          >
            <Select
              value={values.organizationId ?? ""}
              placeholder="Selecione…"
              options={choices.organizations.map(({ id, name }) => ({
                value: String(id),
                label: name,
              }))}
              onChange={(event) => void chooseOrganization(Number(event.target.value))}
            />
          </Field>
        )}
        <Field
          label="Descrição"
          required={!readOnly}
          error={errors.description}
          id="campo-description"
          help={readOnly ? undefined : <DescriptionHelp letters={letters} />}
        >
          <Input
            value={values.description}
            readOnly={readOnly}
            autoComplete="off"
            onChange={(event) => change({ description: event.target.value })}
          />
        </Field>
        {readOnly ? (
          <ReadOnlyField
            label="Tipo de integração"
            value={opened?.typeName ?? ""}
            help={
              opened && <TypeNote id={opened.connectorId} contractLabel={opened.contractLabel} />
            }
          />
        ) : (
          <Field
            label="Tipo de integração"
            required
            error={errors.connectorId}
            help={
              type ? (
                <TypeNote id={type.id} contractLabel={type.contractLabel} />
              ) : (
                "Escolha o parceiro ou o processo desta integração."
              )
            }
            id="campo-connectorId"
          >
            <TypeSelect
              types={choices.types}
              value={values.connectorId}
              showFormat={choices.organizations.length > 0}
              onChange={(connectorId) => change({ connectorId })}
            />
          </Field>
        )}
        {readOnly ? (
          <ReadOnlyField label="Situação" value={values.active ? "Ativa" : "Inativa"} />
        ) : (
          <Field
            label="Situação"
            error={errors.active}
            help="Inativa: não há execução automática até que você ative."
            id="campo-active"
          >
            <Select
              value={values.active ? "ativa" : "inativa"}
              options={STATES}
              onChange={(event) => change({ active: event.target.value === "ativa" })}
            />
          </Field>
        )}
        <Field
          label="Intervalo tarefa (minutos)"
          required={!readOnly}
          error={errors.intervalMinutes}
          help={formatInterval(minutes)}
          id="campo-intervalMinutes"
        >
          <Input
            inputMode="numeric"
            value={values.intervalMinutes}
            readOnly={readOnly}
            autoComplete="off"
            className="tabular-nums"
            onChange={(event) => change({ intervalMinutes: event.target.value })}
          />
        </Field>
      </div>
      <div className="max-w-4xl" id="campo-branchIds">
        <BranchesSection />
      </div>
    </div>
  );
}

/** The count turns into a warning before the server has to say it. */
function DescriptionHelp({ letters }: { letters: number }) {
  return (
    <span className="flex flex-wrap justify-between gap-x-4">
      <span>Um nome que identifique o que esta integração faz.</span>
      <span className={letters > LONGEST ? "font-medium text-failed tabular-nums" : "tabular-nums"}>
        {count.format(letters)} de {LONGEST}
      </span>
    </span>
  );
}

/** "90" as "a cada 1 h 30 min", "1440" as "uma vez por dia". */
function formatInterval(minutes: number): string {
  if (!Number.isInteger(minutes) || minutes < 1 || minutes > 44_640)
    return "Tempo entre uma execução e a seguinte, de 1 a 44.640 minutos (31 dias).";
  const parts = [
    [Math.floor(minutes / 1440), minutes >= 2880 ? "dias" : "dia"],
    [Math.floor((minutes % 1440) / 60), "h"],
    [minutes % 60, "min"],
  ] as const;
  const often =
    minutes === 1440
      ? "uma vez por dia"
      : minutes === 60
        ? "uma vez por hora"
        : `a cada ${parts
            .filter(([size]) => size > 0)
            .map(([size, unit]) => `${size} ${unit}`)
            .join(" ")}`;
  return `Executa ${often}. Operações com horário fixo seguem o próprio horário.`;
}

/** The way to a type's help page; agents also read how sure we are of the partner's format. */
function TypeNote({ id, contractLabel }: { id: string; contractLabel: string }) {
  const { choices } = useRegistration();
  const shown = choices.organizations.length > 0;
  return (
    <span className="flex flex-wrap justify-between gap-x-4">
      <span>{shown && contractLabel}</span>
      <HelpLink id={id} />
    </span>
  );
}

function ReadOnlyField({ label, value, help }: { label: string; value: string; help?: ReactNode }) {
  return (
    <Field label={label} help={help}>
      <Input value={value} readOnly />
    </Field>
  );
}
