"use client";

import { type KeyboardEvent, useRef, useState } from "react";
import { cn } from "../ui/cn.ts";
import { controlClasses } from "../ui/input.tsx";
import { Select } from "../ui/select.tsx";
import type { TableColumn } from "@/lib/core/setting-table.ts";
import { SettingTableDialog } from "./setting-table-dialog.tsx";

/** Props of {@link SettingEditor}. */
export interface SettingEditorProps {
  id: string;
  /** The key's label, with its branch: names the cell for whoever cannot see the row. */
  name: string;
  kind: "text" | "secret" | "integer" | "url" | "host" | "email" | "choice" | "toggle" | "table";
  options: ReadonlyArray<{ value: string; label: string }>;
  /** It has several lines: a certificate, a key. */
  lines: boolean;
  /** Of a `table`. */
  columns: readonly TableColumn[];
  /** Of a `table` whose file is shown while it is filled: the setting's key. */
  previewOf?: string;
  /** What a `table` can be put back to. */
  defaultValue: string;
  value: string;
  /** What the closed cell says. */
  shown: string;
  muted: boolean;
  /** What a click does, where that needs saying: "Substituir". */
  hint?: string;
  invalid: boolean;
  required: boolean;
  describedBy: string | undefined;
  onCommit: (value: string) => void;
}

const INPUT_MODE = { integer: "numeric", url: "url", email: "email" } as const;

/** The value cell: a click or Enter opens it, Enter and Tab take the value, Esc brings the former one back. */
export function SettingEditor({
  id,
  name,
  kind,
  options,
  lines,
  columns,
  previewOf,
  defaultValue,
  value,
  shown,
  muted,
  hint,
  invalid,
  required,
  describedBy,
  onCommit,
}: SettingEditorProps) {
  const [editing, setEditing] = useState(false);
  const cell = useRef<HTMLButtonElement>(null);
  const given = useRef(false);
  const wired = { id, "aria-describedby": describedBy, "aria-invalid": invalid || undefined };

  if (kind === "choice" || kind === "toggle") {
    return (
      <Select
        {...wired}
        aria-label={name}
        value={value}
        placeholder={value === "" ? "Selecione…" : undefined}
        options={options}
        onChange={(event) => onCommit(event.target.value)}
        className="h-8"
      />
    );
  }
  if (editing && kind !== "table") {
    const close = (commit: string | null, refocus: boolean) => {
      // Closing takes the focus away, which would close it a second time.
      if (given.current) return;
      given.current = true;
      if (commit !== null) onCommit(commit);
      setEditing(false);
      if (refocus) requestAnimationFrame(() => cell.current?.focus());
    };
    const field = {
      ...wired,
      "aria-label": name,
      "aria-required": required || undefined,
      autoComplete: kind === "secret" ? "new-password" : "off",
      spellCheck: false,
      // The person opened this very cell.
      autoFocus: true,
      defaultValue: value,
    };
    const cancel = (event: KeyboardEvent) => {
      event.preventDefault();
      event.stopPropagation();
      close(null, true);
    };
    if (lines)
      return (
        <textarea
          {...field}
          rows={6}
          onBlur={(event) => close(event.target.value, false)}
          onKeyDown={(event) => event.key === "Escape" && cancel(event)}
          className={cn(
            controlClasses,
            "h-auto py-2 font-mono text-xs",
            kind === "secret" && "[-webkit-text-security:disc]",
          )}
        />
      );
    return (
      <input
        {...field}
        type={kind === "secret" ? "password" : "text"}
        inputMode={kind in INPUT_MODE ? INPUT_MODE[kind as keyof typeof INPUT_MODE] : undefined}
        onFocus={(event) => event.target.select()}
        onBlur={(event) => close(event.target.value, false)}
        onKeyDown={(event) => {
          if (event.key === "Enter") {
            event.preventDefault();
            close(event.currentTarget.value, true);
          } else if (event.key === "Escape") cancel(event);
        }}
        className={cn(controlClasses, "h-8")}
      />
    );
  }
  const opened = kind === "table" && editing && (
    <SettingTableDialog
      title={name}
      columns={columns}
      value={value}
      defaultValue={defaultValue}
      previewOf={previewOf}
      onClose={(commit) => {
        if (commit !== null) onCommit(commit);
        setEditing(false);
        requestAnimationFrame(() => cell.current?.focus());
      }}
    />
  );
  return (
    <>
      <button
        {...wired}
        ref={cell}
        type="button"
        aria-label={`${name}: ${shown}${hint ? ` ${hint}` : ""}`}
        title="Clique para alterar"
        onClick={() => {
          given.current = false;
          setEditing(true);
        }}
        className={cn(
          "flex min-h-8 w-full cursor-text items-center rounded-md border border-transparent bg-muted px-3 py-1 text-left text-sm wrap-anywhere hover:border-input pointer-coarse:min-h-11 aria-invalid:border-failed-mark aria-invalid:bg-failed-soft/40",
          muted && "text-muted-foreground",
        )}
      >
        {shown}
        {hint && (
          <span className="ml-auto shrink-0 pl-3 font-medium whitespace-nowrap text-primary">
            {hint}
          </span>
        )}
      </button>
      {opened}
    </>
  );
}
