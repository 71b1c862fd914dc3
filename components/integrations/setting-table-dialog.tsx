"use client";

import { Plus } from "lucide-react";
import { useRef, useState } from "react";
import { Alert } from "../ui/alert.tsx";
import { Button } from "../ui/button.tsx";
import { cn } from "../ui/cn.ts";
import {
  Dialog,
  DialogBody,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
} from "../ui/dialog.tsx";
import { controlClasses } from "../ui/input.tsx";
import {
  MAX_TABLE_ROWS,
  readTable,
  refuseTable,
  type TableColumn,
  writeTable,
} from "@/lib/core/setting-table.ts";
import { SettingPreview } from "./setting-preview.tsx";
import { type EditedRow, SettingTableRow } from "./setting-table-row.tsx";

/** Props of {@link SettingTableDialog}. */
export interface SettingTableDialogProps {
  title: string;
  columns: readonly TableColumn[];
  value: string;
  defaultValue: string;
  /** Key of the setting whose file is shown below its rows. */
  previewOf?: string;
  /** The table as text, or null when the person gave up. */
  onClose: (value: string | null) => void;
}

const readRows = (columns: readonly TableColumn[], value: string): EditedRow[] =>
  readTable(columns, value).map((cells, id) => ({ id, cells }));
const asSentence = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/**
 * The window in which a setting of rows is filled: row by row, or all of it as text, for a layout
 * that comes from a document.
 */
export function SettingTableDialog({
  title,
  columns,
  value,
  defaultValue,
  previewOf,
  onClose,
}: SettingTableDialogProps) {
  const [rows, setRows] = useState<EditedRow[]>(() => readRows(columns, value));
  /** Not null while the whole is edited as text. */
  const [text, setText] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const list = useRef<HTMLOListElement>(null);
  const focusRow = (index: number) =>
    requestAnimationFrame(() =>
      list.current?.children[index]?.querySelector<HTMLElement>("input, select")?.focus(),
    );

  const change = (next: EditedRow[]) => {
    setProblem(null);
    setRows(next);
  };
  const add = (after: number) => {
    if (rows.length >= MAX_TABLE_ROWS) return;
    const id = Math.max(-1, ...rows.map((row) => row.id)) + 1;
    change(rows.toSpliced(after + 1, 0, { id, cells: {} }));
    focusRow(after + 1);
  };
  const move = (from: number, to: number) => {
    const row = rows[from];
    if (!row || to < 0 || to >= rows.length) return;
    change(rows.toSpliced(from, 1).toSpliced(to, 0, row));
    focusRow(to);
  };
  const remove = (index: number) => {
    change(rows.toSpliced(index, 1));
    focusRow(Math.max(0, index - 1));
  };
  const written = () =>
    text ??
    writeTable(
      columns,
      rows
        .map(({ cells }) => cells)
        .filter((cells) => Object.values(cells).some((cell) => cell.trim() !== "")),
    );
  const judge = (): string | null => {
    const sentence = refuseTable(columns, written());
    setProblem(sentence && asSentence(sentence));
    return sentence;
  };
  const switchMode = () => {
    if (text === null) return setText(written());
    if (judge()) return;
    setRows(readRows(columns, text));
    setText(null);
  };

  return (
    <Dialog open onOpenChange={(open) => !open && onClose(null)}>
      <DialogContent size="xl" onEscapeKeyDown={(event) => event.stopPropagation()}>
        <DialogHeader>
          <DialogTitle>{title}</DialogTitle>
          <DialogDescription>
            {text === null
              ? "Enter abre uma linha abaixo; Alt+↑ e Alt+↓ mudam a linha de lugar."
              : `Uma linha por registro, com as colunas separadas por |: ${columns.map(({ label }) => label).join(" | ")}.`}
          </DialogDescription>
        </DialogHeader>
        <DialogBody className="flex flex-col gap-3">
          {problem && <Alert tone="error">{problem}</Alert>}
          {text !== null ? (
            <textarea
              aria-label={`${title}, como texto`}
              value={text}
              rows={16}
              spellCheck={false}
              onChange={(event) => {
                setProblem(null);
                setText(event.target.value);
              }}
              className={cn(
                controlClasses,
                "h-auto min-h-48 py-2 font-mono text-xs leading-relaxed whitespace-pre pointer-coarse:h-auto",
              )}
            />
          ) : rows.length === 0 ? (
            <p className="rounded-md border border-dashed px-4 py-6 text-center text-sm text-muted-foreground">
              Nenhuma linha ainda.
            </p>
          ) : (
            <ol
              ref={list}
              className="flex flex-col gap-2 sm:gap-1"
              aria-label={`Linhas de ${title}`}
            >
              {rows.map((row, index) => (
                <SettingTableRow
                  key={row.id}
                  columns={columns}
                  row={row}
                  index={index}
                  last={index === rows.length - 1}
                  onChange={(cells) => change(rows.with(index, { ...row, cells }))}
                  onAdd={() => add(index)}
                  onMove={(to) => move(index, to)}
                  onRemove={() => remove(index)}
                />
              ))}
            </ol>
          )}
          {text === null && (
            <Button
              variant="outline"
              size="sm"
              className="self-start"
              onClick={() => add(rows.length - 1)}
              disabled={rows.length >= MAX_TABLE_ROWS}
            >
              <Plus aria-hidden /> Adicionar linha
            </Button>
          )}
          {previewOf && <SettingPreview settingKey={previewOf} value={written()} />}
        </DialogBody>
        <DialogFooter>
          <div className="flex flex-wrap gap-2 sm:mr-auto">
            <Button variant="ghost" onClick={switchMode}>
              {text === null ? "Editar como texto" : "Editar por linhas"}
            </Button>
            {defaultValue !== "" && (
              <Button
                variant="ghost"
                onClick={() => {
                  change(readRows(columns, defaultValue));
                  if (text !== null) setText(defaultValue);
                }}
              >
                Restaurar padrão
              </Button>
            )}
          </div>
          <Button variant="outline" onClick={() => onClose(null)}>
            Cancelar
          </Button>
          <Button onClick={() => judge() ?? onClose(written())}>Aplicar</Button>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}
