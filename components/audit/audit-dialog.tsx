"use client";

import { Dialog, DialogBody, DialogContent, DialogHeader, DialogTitle } from "../ui/dialog.tsx";
import type { AuditRow } from "@/lib/admin/audit/list-audit-events.ts";
import { AUDIT_WORDS } from "@/lib/core/audit-words.ts";
import { formatInstant } from "@/lib/core/period.ts";

/** One act with everything that was written of it. */
export function AuditDialog({
  row,
  timeZone,
  onClose,
}: {
  row: AuditRow;
  timeZone: string;
  onClose: () => void;
}) {
  const lines: [string, string][] = [
    ["Data", `${formatInstant(new Date(row.at), timeZone)} (${timeZone})`],
    ["Usuário", row.personName],
    ["Cliente", row.organizationName ?? "–"],
    ["Descrição", row.summary || "–"],
    ["Objeto", [row.subjectType, row.subjectId].filter(Boolean).join(" ") || "–"],
    ["Origem", row.address || "–"],
  ];
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent size="lg" aria-describedby={undefined}>
        <DialogHeader>
          <DialogTitle>
            {AUDIT_WORDS[row.action] ?? row.action} · nº {row.id.toLocaleString("pt-BR")}
          </DialogTitle>
        </DialogHeader>
        <DialogBody className="pb-5">
          <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-1.5 text-sm">
            {lines.map(([label, value]) => (
              <div key={label} className="contents">
                <dt className="text-muted-foreground">{label}</dt>
                <dd className="wrap-anywhere">{value}</dd>
              </div>
            ))}
          </dl>
          {row.changes !== null && row.changes !== undefined && (
            <>
              <h3 className="mt-4 mb-1.5 text-sm font-semibold">Alterações</h3>
              {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must be reachable by keyboard */}
              <pre
                tabIndex={0}
                className="max-h-72 overflow-auto rounded-md border bg-secondary p-3 font-mono text-xs"
              >
                {JSON.stringify(row.changes, null, 2)}
              </pre>
            </>
          )}
        </DialogBody>
      </DialogContent>
    </Dialog>
  );
}
