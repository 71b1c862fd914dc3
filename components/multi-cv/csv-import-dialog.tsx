"use client";

import { CircleAlert, CircleCheck, CirclePlus, Equal } from "lucide-react";
import { type ReactNode, useState } from "react";
import { describeProblem } from "../forms/describe-problem.tsx";
import { Alert } from "../ui/alert.tsx";
import { Badge } from "../ui/badge.tsx";
import { Button } from "../ui/button.tsx";
import {
  Dialog,
  DialogBody,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
} from "../ui/dialog.tsx";
import { Field } from "../ui/field.tsx";
import { Input } from "../ui/input.tsx";
import type { Outcome } from "@/lib/admin/define-use-case.ts";
import type { ImportReport, PlannedLine } from "@/lib/admin/multi-cv/import-plan.ts";
import { formatCount } from "@/lib/core/format-count.ts";

/** Props of {@link CsvImportDialog}. */
export interface CsvImportDialogProps {
  title: string;
  /** The columns, in words. */
  description: ReactNode;
  /** With `save` false nothing is written: the answer tells what would be. */
  send: (text: string, save: boolean) => Promise<Outcome<ImportReport>>;
  onClose: () => void;
  onSaved: () => void;
}

const LIMIT_BYTES = 1_000_000;
const LOST = "Não foi possível falar com o servidor. Nada foi gravado. Tente novamente.";
const WHAT = {
  create: { word: "Nova", done: "Cadastrada", tone: "done", icon: CirclePlus },
  update: { word: "Altera", done: "Alterada", tone: "sent", icon: CircleCheck },
  same: { word: "Igual", done: "Igual", tone: "neutral", icon: Equal },
  refused: { word: "Recusada", done: "Recusada", tone: "failed", icon: CircleAlert },
} as const;

/** Excel on Windows still writes Latin-1: what is not UTF-8 is read as that, rather than with broken accents. */
async function readText(file: File): Promise<string> {
  const bytes = await file.arrayBuffer();
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

const countOf = (lines: readonly PlannedLine[], what: PlannedLine["what"]) =>
  lines.filter((line) => line.what === what).length;

/**
 * Brings rows from a CSV in two steps: first what would happen, line by line; then, if the person
 * agrees, it happens.
 */
export function CsvImportDialog({
  title,
  description,
  send,
  onClose,
  onSaved,
}: CsvImportDialogProps) {
  const [file, setFile] = useState<File | null>(null);
  const [text, setText] = useState<string | null>(null);
  const [report, setReport] = useState<ImportReport | null>(null);
  const [problem, setProblem] = useState<ReactNode>(null);
  const [busy, setBusy] = useState(false);
  const lines = report?.lines ?? [];
  const good = countOf(lines, "create") + countOf(lines, "update");

  async function run(content: string, save: boolean) {
    setBusy(true);
    const outcome = await send(content, save).catch(() => null);
    setBusy(false);
    if (!outcome?.ok)
      return setProblem(
        outcome ? (outcome.problem.fields?.text ?? describeProblem(outcome.problem)) : LOST,
      );
    setProblem(null);
    setReport(outcome.value);
    if (save) onSaved();
  }
  async function preview() {
    if (!file) return setProblem("Escolha um arquivo CSV.");
    if (file.size > LIMIT_BYTES)
      return setProblem("O arquivo é grande demais: envie no máximo 1 MB por vez.");
    const content = await readText(file);
    setText(content);
    await run(content, false);
  }
  return (
    <Dialog open onOpenChange={(open) => !open && !busy && onClose()}>
      <DialogContent size="lg">
        <DialogHeader>
          <DialogTitle>{title}</DialogTitle>
          <DialogDescription>{description}</DialogDescription>
        </DialogHeader>
        <DialogBody className="flex flex-col gap-4">
          {!report?.saved && (
            <Field
              label="Arquivo CSV"
              error={problem}
              help="Separado por ponto e vírgula, vírgula ou tabulação. Nada é gravado antes da conferência."
              required
            >
              <Input
                type="file"
                accept=".csv,.txt,text/csv"
                onChange={(event) => {
                  setFile(event.target.files?.[0] ?? null);
                  setReport(null);
                  setProblem(null);
                }}
                className="file:mr-3 file:h-full file:text-sm file:font-medium"
              />
            </Field>
          )}
          {report && <Report report={report} />}
        </DialogBody>
        <DialogFooter>
          <Button variant="outline" onClick={onClose} disabled={busy}>
            {report?.saved ? "Fechar" : "Cancelar"}
          </Button>
          {!report && (
            <Button onClick={() => void preview()} busy={busy}>
              Conferir arquivo
            </Button>
          )}
          {report && !report.saved && (
            <Button
              onClick={() => text !== null && void run(text, true)}
              busy={busy}
              disabled={good === 0}
            >
              {good === 0 ? "Nada a importar" : `Importar ${formatCount(good, "linha", "linhas")}`}
            </Button>
          )}
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}

function Report({ report: { lines, saved } }: { report: ImportReport }) {
  const refused = countOf(lines, "refused");
  const summary = [
    formatCount(countOf(lines, "create"), "nova", "novas"),
    formatCount(countOf(lines, "update"), "alterada", "alteradas"),
    formatCount(countOf(lines, "same"), "igual", "iguais"),
    formatCount(refused, "recusada", "recusadas"),
  ].join(", ");
  return (
    <>
      <Alert
        tone={refused > 0 ? "warning" : saved ? "success" : "info"}
        title={`${saved ? "Importação concluída" : "Conferência"}: ${summary}.`}
      >
        {refused > 0
          ? "As linhas recusadas não serão importadas. As demais serão importadas normalmente."
          : saved
            ? "Todas as linhas do arquivo foram gravadas."
            : "Confira as linhas e confirme no botão abaixo."}
      </Alert>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must be reachable by keyboard */}
      <div
        className="max-h-72 overflow-auto rounded-md border"
        tabIndex={0}
        role="region"
        aria-label="Linhas do arquivo"
      >
        <table className="w-full text-sm">
          <thead className="sticky top-0 bg-popover text-left text-xs text-muted-foreground">
            <tr>
              <th scope="col" className="px-3 py-2 text-right font-medium">
                Linha
              </th>
              <th scope="col" className="px-3 py-2 font-medium">
                Resultado
              </th>
              <th scope="col" className="px-3 py-2 font-medium">
                Conteúdo
              </th>
            </tr>
          </thead>
          <tbody>
            {lines.map(({ line, what, label, sentence }) => {
              const { word, done, tone, icon: Icon } = WHAT[what];
              return (
                <tr key={line} className="border-t align-top">
                  <td className="px-3 py-1.5 text-right tabular-nums">{line}</td>
                  <td className="px-3 py-1.5">
                    <Badge tone={tone}>
                      <Icon aria-hidden /> {saved ? done : word}
                    </Badge>
                  </td>
                  <td className="px-3 py-1.5 wrap-anywhere">
                    {label}
                    {sentence && <span className="block text-muted-foreground">{sentence}</span>}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </>
  );
}
