"use client";

import { useQuery } from "@tanstack/react-query";
import { attendanceHeaders } from "../data/attendance.ts";
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
import type { Problem } from "@/lib/admin/define-use-case.ts";
import { type CsvPreview, PREVIEW_BYTES } from "@/lib/core/csv-preview.ts";
import { PreviewTable } from "./preview-table.tsx";

type Answer = { ok: true; value: CsvPreview } | { ok: false; problem: Problem };

/** How the first lines of a CSV are read, before any of it is imported. */
export function PreviewDialog({
  file,
  onClose,
  onSend,
}: {
  file: File | null;
  onClose: () => void;
  onSend: (file: File, dryRun: boolean) => void;
}) {
  return (
    <Dialog open={file !== null} onOpenChange={(open) => !open && onClose()}>
      {file && <PreviewContent key={`${file.name}/${file.size}`} {...{ file, onClose, onSend }} />}
    </Dialog>
  );
}

function PreviewContent({
  file,
  onClose,
  onSend,
}: {
  file: File;
  onClose: () => void;
  onSend: (file: File, dryRun: boolean) => void;
}) {
  const { data, isError } = useQuery({
    queryKey: ["preview", file.name, file.size, file.lastModified],
    queryFn: ({ signal }) => askPreview(file, signal),
    retry: false,
  });
  return (
    <DialogContent size="xl">
      <DialogHeader>
        <DialogTitle>Como o Enlace lê este arquivo</DialogTitle>
        <DialogDescription>{file.name}</DialogDescription>
      </DialogHeader>
      <DialogBody>
        {isError && (
          <Alert tone="error">
            Não foi possível ler o começo do arquivo. Confira a conexão e tente novamente.
          </Alert>
        )}
        {!data && !isError && <p role="status">Lendo as primeiras linhas…</p>}
        {data?.ok === false && <Alert tone="error">{describeProblem(data.problem)}</Alert>}
        {data?.ok && <PreviewTable preview={data.value} />}
      </DialogBody>
      <DialogFooter>
        <Button variant="outline" onClick={onClose}>
          Cancelar
        </Button>
        <Button variant="outline" onClick={() => onSend(file, true)}>
          Conferir sem gravar
        </Button>
        <Button disabled={!data?.ok} onClick={() => onSend(file, false)}>
          Importar
        </Button>
      </DialogFooter>
    </DialogContent>
  );
}

async function askPreview(file: File, signal: AbortSignal): Promise<Answer> {
  const response = await fetch("/api/movements/preview", {
    method: "POST",
    headers: {
      "content-type": "application/octet-stream",
      "x-whole": file.size <= PREVIEW_BYTES ? "1" : "0",
      ...attendanceHeaders(),
    },
    body: file.slice(0, PREVIEW_BYTES),
    signal,
  });
  const body = (await response.json()) as CsvPreview & { problem?: Problem };
  return body.problem ? { ok: false, problem: body.problem } : { ok: true, value: body };
}
