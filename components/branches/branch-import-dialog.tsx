"use client";

import { type ReactNode, useState } from "react";
import { describeProblem } from "../forms/describe-problem.tsx";
import { Alert } from "../ui/alert.tsx";
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
import { Select } from "../ui/select.tsx";
import type { BranchImport } from "@/lib/admin/branches/import-branches.ts";
import type { Outcome } from "@/lib/admin/define-use-case.ts";
import { formatCount } from "@/lib/core/format-count.ts";
import type { ClientOption } from "./branch-dialog.tsx";

/** Reads a CSV of branches. */
export type ImportBranches = (input: {
  organizationId: number | null;
  text: string;
}) => Promise<Outcome<BranchImport>>;

const LIMIT_BYTES = 1_500_000;
/** Excel on Windows still writes Latin-1: what is not UTF-8 is read as that, rather than with broken accents. */
async function readText(file: File): Promise<string> {
  const bytes = await file.arrayBuffer();
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

/** Brings branches from a CSV; what is wrong is told by line, and the rest is saved. */
export function BranchImportDialog({
  clients,
  focusedClient,
  importFile,
  onClose,
  onImported,
}: {
  clients: ClientOption[] | null;
  focusedClient: number | null;
  importFile: ImportBranches;
  onClose: () => void;
  onImported: () => void;
}) {
  const [file, setFile] = useState<File | null>(null);
  const [client, setClient] = useState(focusedClient === null ? "" : String(focusedClient));
  const [busy, setBusy] = useState(false);
  const [errors, setErrors] = useState<{ client?: string; file?: ReactNode }>({});
  const [result, setResult] = useState<BranchImport | null>(null);

  async function send() {
    setResult(null);
    if (clients && !client) return setErrors({ client: "Escolha o cliente." });
    if (!file) return setErrors({ file: "Escolha um arquivo CSV." });
    if (file.size > LIMIT_BYTES)
      return setErrors({
        file: "O arquivo é grande demais. Envie no máximo 10.000 filiais por vez.",
      });
    setErrors({});
    setBusy(true);
    const outcome = await importFile({
      organizationId: client ? Number(client) : null,
      text: await readText(file),
    }).catch(() => null);
    setBusy(false);
    if (!outcome)
      return setErrors({ file: "Não foi possível falar com o servidor. Tente novamente." });
    if (!outcome.ok)
      return setErrors({
        client: outcome.problem.fields?.organizationId,
        file: outcome.problem.fields?.organizationId ? undefined : describeProblem(outcome.problem),
      });
    setResult(outcome.value);
    onImported();
  }
  return (
    <Dialog open onOpenChange={(open) => !open && !busy && onClose()}>
      <DialogContent size="lg">
        <DialogHeader>
          <DialogTitle>Importar filiais</DialogTitle>
          <DialogDescription>
            Uma filial por linha. A primeira linha contém os nomes das colunas: codigo; nome; cnpj;
            cidade; uf e, se quiser, logradouro; numero; bairro; cep; ativa. Um código já cadastrado
            é atualizado.
          </DialogDescription>
        </DialogHeader>
        <DialogBody className="flex flex-col gap-4">
          {clients && (
            <Field label="Cliente" error={errors.client} required>
              <Select
                value={client}
                onChange={(event) => setClient(event.target.value)}
                placeholder="Selecione o cliente…"
                options={clients
                  .filter(({ active }) => active)
                  .map(({ id, name }) => ({ value: String(id), label: name }))}
              />
            </Field>
          )}
          <Field
            label="Arquivo CSV"
            error={errors.file}
            help="Separado por ponto e vírgula, vírgula ou tabulação."
            required
          >
            <Input
              type="file"
              accept=".csv,.txt,text/csv"
              onChange={(event) => setFile(event.target.files?.[0] ?? null)}
              className="file:mr-3 file:h-full file:text-sm file:font-medium"
            />
          </Field>
          {result && (
            <>
              <Alert
                tone={result.refused.length > 0 ? "warning" : "success"}
                title={`${formatCount(result.created, "filial cadastrada", "filiais cadastradas")}, ${formatCount(result.updated, "atualizada", "atualizadas")}, ${formatCount(result.refused.length, "linha recusada", "linhas recusadas")}.`}
              >
                {result.refused.length > 0 &&
                  "Corrija as linhas abaixo e importe o arquivo novamente. As filiais já cadastradas são apenas atualizadas."}
              </Alert>
              {result.refused.length > 0 && (
                // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must be reachable by keyboard
                <div
                  className="max-h-64 overflow-auto rounded-md border"
                  tabIndex={0}
                  role="region"
                  aria-label="Linhas recusadas"
                >
                  <table className="w-full text-sm">
                    <thead className="sticky top-0 bg-popover text-left text-xs text-muted-foreground">
                      <tr>
                        <th scope="col" className="px-3 py-2 text-right font-medium">
                          Linha
                        </th>
                        <th scope="col" className="px-3 py-2 font-medium">
                          Motivo
                        </th>
                      </tr>
                    </thead>
                    <tbody>
                      {result.refused.map((row) => (
                        <tr key={row.line} className="border-t">
                          <td className="px-3 py-1.5 text-right tabular-nums">{row.line}</td>
                          <td className="px-3 py-1.5 wrap-anywhere">{row.sentence}</td>
                        </tr>
                      ))}
                    </tbody>
                  </table>
                </div>
              )}
            </>
          )}
        </DialogBody>
        <DialogFooter>
          <Button variant="outline" onClick={onClose}>
            {result ? "Fechar" : "Cancelar"}
          </Button>
          <Button onClick={() => void send()} busy={busy}>
            Importar
          </Button>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}
