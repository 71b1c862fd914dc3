"use client";

import { Download, ShieldCheck } from "lucide-react";
import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { type ReactNode, useMemo, useState } from "react";
import { DataGrid } from "../data-grid/data-grid.tsx";
import type { GridColumn } from "../data-grid/grid-column.ts";
import { describeProblem } from "../forms/describe-problem.tsx";
import { Alert } from "../ui/alert.tsx";
import { Button } from "../ui/button.tsx";
import { DateField } from "../ui/date-field.tsx";
import { Field } from "../ui/field.tsx";
import { PageHead } from "../ui/page-head.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import type { AuditVerdict } from "@/lib/admin/audit/verify-audit-chain.ts";
import type { AuditRow } from "@/lib/admin/audit/list-audit-events.ts";
import type { Outcome } from "@/lib/admin/define-use-case.ts";
import { AUDIT_WORDS } from "@/lib/core/audit-words.ts";
import type { GridPage } from "@/lib/core/grid.ts";
import { AuditDialog } from "./audit-dialog.tsx";

interface AuditScreenProps {
  initial: GridPage<AuditRow>;
  period: { from: string | null; to: string | null };
  timeZone: string;
  showClient: boolean;
  /** null where the whole log may not be read. */
  verify: (() => Promise<Outcome<AuditVerdict>>) | null;
}

type Verdict = { tone: "success" | "error"; text: ReactNode } | null;

function columnsOf(timeZone: string, showClient: boolean): GridColumn<AuditRow, "audit">[] {
  const options = Object.entries(AUDIT_WORDS)
    .map(([value, label]) => ({ value, label }))
    .sort((one, other) => one.label.localeCompare(other.label, "pt-BR"));
  return [
    {
      id: "at",
      header: "Data",
      sortable: true,
      cell: (row) => <RelativeTime value={row.at} timeZone={timeZone} />,
    },
    {
      id: "person",
      header: "Usuário",
      rowHeader: true,
      mobile: "title",
      cell: (row) => row.personName,
    },
    {
      id: "action",
      header: "Ação",
      mobile: "status",
      filter: { options },
      cell: (row) => AUDIT_WORDS[row.action] ?? row.action,
    },
    { id: "summary", header: "Descrição", wrap: true, cell: (row) => row.summary },
    ...(showClient
      ? [
          {
            id: "client",
            header: "Cliente",
            cell: (row) => row.organizationName ?? "–",
          } satisfies GridColumn<AuditRow, "audit">,
        ]
      : []),
    {
      id: "address",
      header: "Origem",
      cell: (row) => <span className="font-mono text-xs">{row.address || "–"}</span>,
    },
  ];
}

/** "Auditoria": what people did, when and from where. Nothing here can be changed. */
export function AuditScreen({ initial, period, timeZone, showClient, verify }: AuditScreenProps) {
  const router = useRouter();
  const pathname = usePathname();
  const search = useSearchParams();
  const [opened, setOpened] = useState<AuditRow | null>(null);
  const [verdict, setVerdict] = useState<Verdict>(null);
  const [busy, setBusy] = useState(false);
  const columns = useMemo(() => columnsOf(timeZone, showClient), [timeZone, showClient]);
  const url = useMemo(
    () =>
      `/api/lists/audit?${new URLSearchParams({ de: period.from ?? "", ate: period.to ?? "" })}`,
    [period.from, period.to],
  );

  function choose(name: "de" | "ate", day: string) {
    const params = new URLSearchParams(search);
    params.delete("pagina");
    if (day) params.set(name, day);
    else params.delete(name);
    router.push(`${pathname}?${params}`, { scroll: false });
  }
  async function check() {
    if (!verify) return;
    setBusy(true);
    const outcome = await verify().catch(() => null);
    setBusy(false);
    if (!outcome?.ok)
      return setVerdict({
        tone: "error",
        text: outcome
          ? describeProblem(outcome.problem)
          : "Não foi possível verificar agora. Tente novamente.",
      });
    const { sound, message } = outcome.value;
    setVerdict({ tone: sound ? "success" : "error", text: message });
  }
  return (
    <>
      <PageHead
        title="Auditoria"
        state="Ações dos usuários, com data e origem. Registro imutável."
        actions={
          <>
            {verify && (
              <Button variant="outline" onClick={() => void check()} busy={busy}>
                <ShieldCheck aria-hidden /> Verificar integridade
              </Button>
            )}
            <Button asChild>
              <a href={`/api/audit/export?${search}`} download>
                <Download aria-hidden /> Exportar CSV
              </a>
            </Button>
          </>
        }
      />
      {verdict && (
        <Alert tone={verdict.tone} onDismiss={() => setVerdict(null)} className="mb-4">
          {verdict.text}
        </Alert>
      )}
      <div className="mb-3 flex flex-wrap gap-3">
        <Field label="De" className="w-40">
          <DateField value={period.from ?? ""} onChange={(day) => choose("de", day)} />
        </Field>
        <Field label="Até" className="w-40">
          <DateField value={period.to ?? ""} onChange={(day) => choose("ate", day)} />
        </Field>
      </div>
      <DataGrid<AuditRow>
        name="auditoria"
        label="Auditoria"
        columns={columns}
        url={url}
        initial={initial}
        rowId={(row) => String(row.id)}
        rowLabel={(row) => `ação ${row.id}`}
        onRowOpen={setOpened}
        searchPlaceholder="Pesquisar ações"
      />
      {opened && <AuditDialog row={opened} timeZone={timeZone} onClose={() => setOpened(null)} />}
    </>
  );
}
