import { StatusBadge } from "../status/status-badge.tsx";
import { Badge } from "../ui/badge.tsx";
import type { FileRow } from "@/lib/admin/files/file-row.ts";
import { formatInstant } from "@/lib/core/period.ts";

/** A file's status, and what became of it since. */
export function FileStatus({ file, timeZone }: { file: FileRow; timeZone: string }) {
  return (
    <span className="inline-flex flex-wrap items-center gap-1.5">
      <StatusBadge status={file.status} />
      {file.superseded && <Badge tone="outline">substituído no reprocessamento</Badge>}
      {file.removedAt && (
        <Badge tone="outline">
          removido pela retenção em {formatInstant(new Date(file.removedAt), timeZone).slice(0, 5)}
        </Badge>
      )}
    </span>
  );
}
