import type { listTaskFiles } from "@/db/queries/files/file-list.ts";
import type { TaskStatus } from "@/lib/core/status.ts";

/** A file as lists show it; moments are ISO texts. */
export interface FileRow {
  id: number;
  taskId: number;
  name: string;
  status: TaskStatus;
  failureReason: string | null;
  branch: string | null;
  day: string | null;
  rows: number;
  bytes: number;
  generation: number;
  createdAt: string;
  /** A reprocess made it anew. */
  superseded: boolean;
  /** When retention removed the bytes. */
  removedAt: string | null;
  /** Why this person may not download it. */
  withheld: string | null;
}

/** A stored file as a row of the screen; `withheld` as `withhold` tells it. */
export function toFileRow(
  file: Awaited<ReturnType<typeof listTaskFiles>>["rows"][number],
  withheld: string | null,
): FileRow {
  const { id, taskId, name, status, failureReason, branch, day, rows, bytes, generation } = file;
  return {
    id,
    taskId,
    name,
    status,
    failureReason,
    branch,
    day,
    rows,
    bytes,
    generation,
    createdAt: file.createdAt.toISOString(),
    superseded: file.supersededAt !== null,
    removedAt: file.removedAt?.toISOString() ?? null,
    withheld,
  };
}
