"use client";

import { CircleAlert } from "lucide-react";
import { memo } from "react";
import { Button } from "../ui/button.tsx";
import { cn } from "../ui/cn.ts";
import { dayInZone, formatDay } from "@/lib/core/period.ts";
import type { SettingPlace } from "@/lib/core/setting-place.ts";
import { readTable } from "@/lib/core/setting-table.ts";
import { formatCount } from "@/lib/core/format-count.ts";
import { type SettingLine, settingControlId } from "./form-values.ts";
import { SettingEditor } from "./setting-editor.tsx";

/** Props of {@link SettingValueRow}. */
export interface SettingValueRowProps {
  line: SettingLine;
  /** What was typed and is not saved yet. */
  typed: string | undefined;
  error: string | undefined;
  readOnly: boolean;
  /** There is something stored that a change can be undone to. */
  saved: boolean;
  timeZone: string;
  sendsMail: boolean;
  onChange: (place: SettingPlace, value: string | undefined) => void;
}

const TOGGLE = [
  { value: "sim", label: "Sim" },
  { value: "nao", label: "Não" },
];

/** One key and its value. A grid may have hundreds (one a branch): only the row that changes is drawn again. */
export const SettingValueRow = memo(function SettingValueRow({
  line,
  typed,
  error,
  readOnly,
  saved,
  timeZone,
  sendsMail,
  onChange,
}: SettingValueRowProps) {
  const { place, spec, branchName, stored } = line;
  const id = settingControlId(place);
  const name = branchName ? `${spec.label} (${branchName})` : spec.label;
  const options = spec.kind === "toggle" ? TOGGLE : (spec.options ?? []);
  const secret = spec.kind === "secret";
  const value = typed ?? stored?.value ?? (secret ? "" : spec.defaultValue);
  const when = stored?.defined
    ? `em ${formatDay(dayInZone(new Date(stored.updatedAt), timeZone))}${stored.updatedBy ? ` por ${stored.updatedBy}` : ""}`
    : "";
  const rows =
    spec.kind === "table"
      ? readTable(spec.columns ?? [], value).length
      : spec.lines && !secret
        ? value.split("\n").filter(Boolean).length
        : 0;
  const shown =
    !readOnly && rows > 0
      ? formatCount(rows, "linha", "linhas")
      : secret
        ? describeSecret(typed, stored?.defined ?? false, when)
        : options.find((option) => option.value === value)?.label ||
          value ||
          (readOnly ? "não informado" : "Clique para informar");
  const changed = saved && typed !== undefined && typed !== (stored?.value ?? "");
  const described =
    [error && `${id}-erro`, spec.help && `${id}-ajuda`].filter(Boolean).join(" ") || undefined;

  return (
    <tr className="border-b align-top last:border-b-0 max-sm:flex max-sm:flex-col max-sm:px-3 max-sm:py-3">
      <th scope="row" className="w-2/5 px-3 py-2.5 text-left font-normal max-sm:w-auto max-sm:p-0">
        <span className="font-medium">
          {spec.label}
          {spec.required && !readOnly && (
            <span aria-hidden className="ml-0.5 text-failed">
              *
            </span>
          )}
        </span>
        {branchName && <span className="text-muted-foreground"> · {branchName}</span>}
        <code className="ml-2 font-mono text-xs text-muted-foreground">{spec.key}</code>
        {spec.help && (
          <span id={`${id}-ajuda`} className="mt-0.5 block text-xs text-muted-foreground">
            {spec.help}
          </span>
        )}
      </th>
      <td className="px-3 py-2 max-sm:mt-2 max-sm:p-0">
        {readOnly ? (
          <span
            className={cn(
              "block py-1 wrap-anywhere",
              (spec.kind === "table" || spec.lines) &&
                "max-h-64 overflow-y-auto font-mono text-xs whitespace-pre-wrap",
            )}
          >
            {shown}
          </span>
        ) : (
          <div className="flex items-start gap-2">
            <div className="min-w-0 flex-1">
              <SettingEditor
                id={id}
                name={name}
                kind={spec.kind}
                options={options}
                lines={spec.lines ?? false}
                columns={spec.columns ?? []}
                previewOf={spec.previewed ? spec.key : undefined}
                defaultValue={spec.defaultValue}
                value={value}
                shown={shown}
                muted={value === "" && typed === undefined}
                hint={
                  spec.kind === "table"
                    ? "Editar"
                    : secret && stored?.defined && typed === undefined
                      ? "Substituir"
                      : undefined
                }
                invalid={Boolean(error)}
                required={spec.required}
                describedBy={described}
                // A secret left blank keeps the stored one; another value equal to what is stored is no change.
                onCommit={(next) =>
                  onChange(
                    place,
                    (secret && next === "") ||
                      (!secret &&
                        next ===
                          (stored?.value ?? (typed === undefined ? spec.defaultValue : null)))
                      ? undefined
                      : next,
                  )
                }
              />
            </div>
            {secret && typed === undefined && stored?.defined && !spec.required && (
              <Button
                variant="ghost"
                size="sm"
                onClick={() => onChange(place, "")}
                aria-label={`Remover ${name}`}
              >
                Remover
              </Button>
            )}
            {changed && (
              <Button
                variant="ghost"
                size="sm"
                onClick={() => onChange(place, undefined)}
                aria-label={`Desfazer alteração de ${name}`}
              >
                Desfazer
              </Button>
            )}
          </div>
        )}
        {error && (
          <p id={`${id}-erro`} className="mt-1 flex items-start gap-1.5 text-sm text-failed">
            <CircleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0" />
            <span className="min-w-0 wrap-anywhere">{error}</span>
          </p>
        )}
        {spec.kind === "email" && value !== "" && !sendsMail && (
          <p className="mt-1 text-xs text-muted-foreground">
            Nenhum servidor de e-mail está configurado. Os avisos ficam só no log até que o
            administrador configure um.
          </p>
        )}
        {!secret && when && !changed && (
          <p className="mt-1 text-xs text-muted-foreground">definido {when}</p>
        )}
        {changed && <p className="mt-1 text-xs text-muted-foreground">alterado, ainda não salvo</p>}
      </td>
    </tr>
  );
});

function describeSecret(typed: string | undefined, defined: boolean, when: string): string {
  if (typed === "") return "será removida ao salvar";
  if (typed !== undefined) return "•••••••• novo valor digitado";
  return defined ? `•••••••• definida ${when}` : "não definida";
}
