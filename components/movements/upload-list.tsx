import { CircleAlert, CircleCheck, CircleSlash, FileUp, X } from "lucide-react";
import { Button } from "../ui/button.tsx";
import { Progress } from "../ui/progress.tsx";
import type { Upload } from "./use-uploads.ts";
import { formatCount } from "@/lib/core/format-count.ts";

const ICON = {
  waiting: FileUp,
  sending: FileUp,
  done: CircleCheck,
  failed: CircleAlert,
  cancelled: CircleSlash,
} as const;
const TINT = {
  waiting: "text-muted-foreground",
  sending: "text-sent",
  done: "text-done",
  failed: "text-failed",
  cancelled: "text-muted-foreground",
} as const;

/** The files of the last drop or choice, each with its progress. */
export function UploadList({
  uploads,
  busy,
  onCancel,
  onClear,
}: {
  uploads: readonly Upload[];
  busy: boolean;
  onCancel: (id: number) => void;
  onClear: () => void;
}) {
  if (uploads.length === 0) return null;
  const done = uploads.filter((upload) => upload.state === "done").length;
  return (
    <section aria-label="Envio de arquivos" className="rounded-md border bg-card">
      <div className="flex items-center justify-between gap-3 border-b px-3 py-1.5">
        <p role="status" className="text-sm font-medium">
          {busy
            ? `Enviando: ${done} de ${uploads.length}`
            : `${done} de ${formatCount(uploads.length, "arquivo enviado", "arquivos enviados")}`}
        </p>
        {!busy && (
          <Button variant="ghost" size="sm" onClick={onClear}>
            Limpar
          </Button>
        )}
      </div>
      <ul className="max-h-64 divide-y overflow-y-auto">
        {uploads.map((upload) => {
          const Icon = ICON[upload.state];
          const open = upload.state === "waiting" || upload.state === "sending";
          return (
            <li key={upload.id} className="flex items-center gap-3 px-3 py-2 text-sm">
              <Icon aria-hidden className={`size-4 shrink-0 ${TINT[upload.state]}`} />
              <span className="min-w-0 flex-1">
                <span className="block truncate" title={upload.name}>
                  {upload.name}
                </span>
                {upload.message && (
                  <span
                    className={`block text-xs ${upload.state === "failed" ? "text-failed" : "text-muted-foreground"}`}
                  >
                    {upload.message}
                  </span>
                )}
              </span>
              {upload.state === "sending" && (
                <Progress
                  className="w-24 sm:w-40"
                  value={upload.sent}
                  max={Math.max(1, upload.size)}
                  label={`Envio de ${upload.name}`}
                />
              )}
              {open && (
                <Button
                  variant="ghost"
                  size="icon-sm"
                  aria-label={`Cancelar o envio de ${upload.name}`}
                  onClick={() => onCancel(upload.id)}
                >
                  <X aria-hidden />
                </Button>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
