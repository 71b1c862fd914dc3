"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";
import { useEffect, useMemo, useTransition } from "react";
import { refreshByItself } from "../data/attendance.ts";
import { ConnectorIcon } from "../catalogue/connector-icon.tsx";
import { ContractBadge, CONTRACTS } from "../catalogue/contract-badge.tsx";
import type { GridColumn } from "../data-grid/grid-column.ts";
import { AddressedGrid } from "../data-grid/local-grid.tsx";
import { StatusBadge } from "../status/status-badge.tsx";
import { Badge } from "../ui/badge.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import type { PartnerRow } from "@/lib/admin/partners/read-partner-health.ts";
import type { StandInState } from "@/lib/admin/partners/read-stand-ins.ts";
import { formatReais } from "@/lib/core/money.ts";
import { STATUS_LABEL } from "@/lib/core/status.ts";

/** A type beside what its stand-in received; `standIn` is null outside of the demo and where there is none. */
export type BoardRow = PartnerRow & { standIn: StandInState | null };

/** How often the page looks again while somebody has it in view. */
const LIVE_MS = 20_000;
/** A count that is an amount says so in its name. */
const CENTS = / em centavos$/;
const BY_NAME = { column: "name", descending: false };
const number = new Intl.NumberFormat("pt-BR");
const STATES = Object.entries(STATUS_LABEL).map(([value, label]) => ({ value, label }));

function boardColumns(timeZone: string, demo: boolean): GridColumn<BoardRow>[] {
  const columns: GridColumn<BoardRow>[] = [
    {
      id: "name",
      header: "Parceiro",
      rowHeader: true,
      sortable: true,
      mobile: "title",
      value: (row) => row.name,
      cell: (row) => (
        <span className="flex items-center gap-2.5">
          <ConnectorIcon path={row.icon} className="size-7" />
          {row.name}
        </span>
      ),
    },
    {
      id: "contract",
      header: "Formato",
      sortable: true,
      value: (row) => row.contract,
      filter: { options: CONTRACTS },
      cell: (row) => <ContractBadge contract={row.contract} />,
    },
    {
      id: "integrations",
      header: "Integrações",
      align: "right",
      sortable: true,
      value: (row) => row.integrations,
      cell: (row) => (
        <span className="tabular-nums">
          {row.integrations === 0
            ? "nenhuma"
            : `${number.format(row.active)} de ${number.format(row.integrations)} ativas`}
        </span>
      ),
    },
    {
      id: "lastTask",
      header: "Última execução",
      sortable: true,
      mobile: "status",
      value: (row) => row.last?.status ?? "",
      filter: { options: STATES },
      cell: (row) =>
        row.last ? (
          <Link
            href={`/integracoes/${row.last.integrationId}/tarefas?tarefa=${row.last.taskId}`}
            className="inline-flex min-h-6 items-center rounded-sm hover:underline"
          >
            <StatusBadge status={row.last.status} />
          </Link>
        ) : (
          <span className="text-muted-foreground">ainda não executou</span>
        ),
    },
    {
      id: "lastTaskAt",
      header: "Quando",
      sortable: true,
      value: (row) => row.last?.at ?? "",
      cell: (row) =>
        row.last ? (
          <RelativeTime value={row.last.at} timeZone={timeZone} short />
        ) : (
          <span className="text-muted-foreground">—</span>
        ),
    },
    {
      id: "failures",
      header: "Com falha",
      align: "right",
      sortable: true,
      mobile: "hidden",
      value: (row) => row.failing,
      cell: (row) =>
        row.failing === 0 ? (
          <span className="text-muted-foreground">—</span>
        ) : (
          <span className="font-medium tabular-nums">{number.format(row.failing)}</span>
        ),
    },
  ];
  if (!demo) return columns;
  return [
    ...columns,
    {
      id: "simulated",
      header: "Recebido pelo parceiro simulado",
      wrap: true,
      value: (row) =>
        row.standIn?.counts.map(({ label, count }) => `${label} ${count}`).join(" ") ?? "",
      cell: (row) =>
        row.integrations === 0 ? (
          <span className="text-muted-foreground">—</span>
        ) : (
          <Received standIn={row.standIn} />
        ),
    },
  ];
}

function Received({ standIn }: { standIn: StandInState | null }) {
  if (!standIn) return <span className="text-muted-foreground">sem resposta</span>;
  const some = standIn.counts.filter(({ count }) => count > 0);
  return (
    <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
      {standIn.faults.map((fault) => (
        <Badge key={fault} tone="failed">
          falha ligada: {fault}
        </Badge>
      ))}
      {some.length === 0 && <span className="text-muted-foreground">nada ainda</span>}
      {some.map(({ label, count }) => (
        <span key={label} className="whitespace-nowrap">
          <span className="text-muted-foreground">{label.replace(CENTS, "")}</span>{" "}
          <span className="tabular-nums">
            {CENTS.test(label) ? formatReais(count) : number.format(count)}
          </span>
        </span>
      ))}
    </span>
  );
}

/** Every type of integration, how it goes, and in the demo what its stand-in received. */
export function PartnersBoard({
  rows,
  timeZone,
  demo,
}: {
  rows: BoardRow[];
  timeZone: string;
  demo: boolean;
}) {
  const columns = useMemo(() => boardColumns(timeZone, demo), [timeZone, demo]);
  const router = useRouter();
  const [reading, read] = useTransition();
  useEffect(() => {
    const timer = setInterval(
      () => document.visibilityState === "visible" && refreshByItself(() => router.refresh()),
      LIVE_MS,
    );
    return () => clearInterval(timer);
  }, [router]);
  return (
    <AddressedGrid<BoardRow>
      name="parceiros"
      label="Parceiros"
      columns={columns}
      rows={rows}
      rowId={(row) => row.id}
      rowLabel={(row) => row.name}
      rowHref={(row) => `/catalogo/${row.id}`}
      sort={BY_NAME}
      searchPlaceholder="Pesquisar parceiros"
      onRefresh={() => read(() => router.refresh())}
      refreshing={reading}
    />
  );
}
