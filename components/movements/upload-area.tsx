"use client";

import { FileSearch, Upload as UploadIcon } from "lucide-react";
import { type DragEvent, type ReactNode, useCallback, useRef, useState } from "react";
import { refreshGrid } from "../data-grid/refresh-grid.ts";
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
import { PageHead } from "../ui/page-head.tsx";
import { Select } from "../ui/select.tsx";
import { formatCount } from "@/lib/core/format-count.ts";
import type { CsvModel } from "@/lib/core/csv-models.ts";
import { CsvModelLink } from "./csv-model-link.tsx";
import { PreviewDialog } from "./preview-dialog.tsx";
import { UploadList } from "./upload-list.tsx";
import { MAX_FILES, useUploads } from "./use-uploads.ts";

/** Props of {@link UploadArea}. */
export interface UploadAreaProps {
  title: string;
  state?: ReactNode;
  tabs: ReactNode;
  /** Clients to choose from, for an agent who looks at all of them; null when it is clear whose files they are. */
  clients: readonly { id: number; name: string }[] | null;
  /** The one client an agent looks at. */
  focusedClient: number | null;
  /** The list to refresh once a file has arrived. */
  grid: string;
  accept: string;
  /** What a CSV for this page looks like. */
  models: readonly CsvModel[];
  children: ReactNode;
}

/** A page that takes files: by button, and anywhere on it by drag and drop. */
export function UploadArea({
  title,
  state,
  tabs,
  clients,
  focusedClient,
  grid,
  accept,
  models,
  children,
}: UploadAreaProps) {
  const picker = useRef<HTMLInputElement>(null);
  const { uploads, busy, add, cancel, clear } = useUploads(
    useCallback(() => refreshGrid(grid), [grid]),
  );
  const [over, setOver] = useState(false);
  const checked = useRef(false);
  const [preview, setPreview] = useState<File | null>(null);
  const [pending, setPending] = useState<{ files: File[]; dryRun: boolean } | null>(null);
  const [client, setClient] = useState("");
  const [error, setError] = useState("");
  const [banner, setBanner] = useState("");

  function take(files: readonly File[], dryRun = false) {
    if (files.length === 0) return;
    setBanner(
      files.length > MAX_FILES
        ? `Você selecionou ${files.length.toLocaleString("pt-BR")} arquivos e o limite é de ${MAX_FILES} por vez. Junte-os em um zip e envie o zip.`
        : "",
    );
    if (files.length > MAX_FILES) return;
    if (clients && focusedClient === null) setPending({ files: [...files], dryRun });
    else add(files, focusedClient, dryRun);
  }

  /** A CSV alone is shown first; of anything else the result of the check is what there is to see. */
  function check(files: readonly File[]) {
    const [file] = files;
    if (files.length === 1 && file && /\.(csv|txt)$/i.test(file.name)) setPreview(file);
    else take(files, true);
  }
  function pick(toCheck: boolean) {
    checked.current = toCheck;
    picker.current?.click();
  }

  function drop(event: DragEvent) {
    event.preventDefault();
    setOver(false);
    take([...event.dataTransfer.files]);
  }

  return (
    <div
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes("Files")) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false);
      }}
      onDrop={drop}
      className="relative min-h-[60vh]"
    >
      <PageHead
        title={title}
        state={state}
        actions={
          <>
            <CsvModelLink models={models} />
            <Button variant="outline" onClick={() => pick(true)}>
              <FileSearch aria-hidden />
              Conferir antes
            </Button>
            <Button onClick={() => pick(false)}>
              <UploadIcon aria-hidden />
              Importar arquivos
            </Button>
          </>
        }
      >
        {tabs}
      </PageHead>
      <input
        ref={picker}
        type="file"
        multiple
        hidden
        accept={accept}
        aria-label="Arquivos de movimentos"
        onChange={(event) => {
          const files = [...(event.target.files ?? [])];
          if (checked.current) check(files);
          else take(files);
          event.target.value = "";
        }}
      />
      <div className="flex flex-col gap-3">
        {banner && (
          <Alert tone="warning" onDismiss={() => setBanner("")}>
            {banner}
          </Alert>
        )}
        <UploadList uploads={uploads} busy={busy} onCancel={cancel} onClear={clear} />
        {children}
      </div>
      {over && (
        <div
          aria-hidden
          className="pointer-events-none absolute inset-0 z-20 grid place-items-center rounded-lg border-2 border-dashed border-primary bg-background/85"
        >
          <p className="flex items-center gap-2 text-base font-medium text-primary">
            <UploadIcon className="size-5" /> Solte os arquivos para importar
          </p>
        </div>
      )}
      <PreviewDialog
        file={preview}
        onClose={() => setPreview(null)}
        onSend={(file, dryRun) => {
          setPreview(null);
          take([file], dryRun);
        }}
      />
      <Dialog open={pending !== null} onOpenChange={(open) => !open && setPending(null)}>
        <DialogContent size="sm">
          <form
            onSubmit={(event) => {
              event.preventDefault();
              if (client === "") return setError("Escolha o cliente.");
              if (pending) add(pending.files, Number(client), pending.dryRun);
              setPending(null);
            }}
          >
            <DialogHeader>
              <DialogTitle>De qual cliente são os arquivos?</DialogTitle>
              <DialogDescription>
                {pending?.files.length === 1
                  ? pending.files[0]?.name
                  : formatCount(pending?.files.length ?? 0, "arquivo", "arquivos")}
              </DialogDescription>
            </DialogHeader>
            <DialogBody>
              <Field label="Cliente" required error={error}>
                <Select
                  value={client}
                  placeholder="Selecione…"
                  options={(clients ?? []).map(({ id, name }) => ({
                    value: String(id),
                    label: name,
                  }))}
                  onChange={(event) => {
                    setClient(event.target.value);
                    setError("");
                  }}
                />
              </Field>
            </DialogBody>
            <DialogFooter>
              <Button variant="outline" onClick={() => setPending(null)}>
                Cancelar
              </Button>
              <Button type="submit">{pending?.dryRun ? "Conferir sem gravar" : "Importar"}</Button>
            </DialogFooter>
          </form>
        </DialogContent>
      </Dialog>
    </div>
  );
}
