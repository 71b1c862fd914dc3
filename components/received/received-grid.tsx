"use client";

import { useQuery } from "@tanstack/react-query";
import { Inbox } from "lucide-react";
import Link from "next/link";
import { useMemo } from "react";
import { DataGrid } from "../data-grid/data-grid.tsx";
import type { GridColumn } from "../data-grid/grid-column.ts";
import { GridFailure } from "../data-grid/grid-states.tsx";
import { fetchJson } from "../data/fetch-json.ts";
import { useUrlParam } from "../hooks/use-url-param.ts";
import { Badge } from "../ui/badge.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import {
  Sheet,
  SheetBody,
  SheetContent,
  SheetDescription,
  SheetHeader,
  SheetTitle,
} from "../ui/sheet.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import type { ReceivedRow } from "@/lib/admin/received/list-received-items.ts";
import type { GridPage } from "@/lib/core/grid.ts";
import { dayInZone, formatDay, formatInstant } from "@/lib/core/period.ts";
import { receivedKind } from "@/lib/core/received-words.ts";
import { DataView } from "./data-view.tsx";

/** Props of {@link ReceivedGrid}. */
export interface ReceivedGridProps {
  integrationId: number;
  initial: GridPage<ReceivedRow>;
  kinds: readonly string[];
  timeZone: string;
}

const rowId = (item: ReceivedRow) => `${item.branchId}~${item.kind}~${item.key}`;
const rowLabel = (item: ReceivedRow) => item.title;

/** "01/10/2026 a 31/10/2026", or the one end that is known; of what the partner took back, when. */
export function describeValidity(
  item: Pick<ReceivedRow, "validFrom" | "validTo" | "withdrawnAt">,
  timeZone: string,
): string {
  if (item.withdrawnAt)
    return `retirada em ${formatDay(dayInZone(new Date(item.withdrawnAt), timeZone))}`;
  if (item.validFrom && item.validTo)
    return `${formatDay(item.validFrom)} a ${formatDay(item.validTo)}`;
  if (item.validFrom) return `a partir de ${formatDay(item.validFrom)}`;
  return item.validTo ? `até ${formatDay(item.validTo)}` : "";
}

function receivedColumns(
  kinds: readonly string[],
  timeZone: string,
): GridColumn<ReceivedRow, "received">[] {
  return [
    {
      id: "title",
      header: "Título",
      cell: (item) => item.title,
      sortable: true,
      rowHeader: true,
      mobile: "title",
      wrap: true,
    },
    {
      id: "kind",
      header: "Tipo",
      cell: (item) => <Badge>{receivedKind(item.kind)}</Badge>,
      sortable: true,
      mobile: "status",
      filter: { options: kinds.map((value) => ({ value, label: receivedKind(value) })) },
    },
    {
      id: "summary",
      header: "Resumo",
      cell: (item) => item.summary || <span className="text-muted-foreground">—</span>,
      wrap: true,
    },
    { id: "branch", header: "Filial", cell: (item) => item.branch ?? "Todas" },
    {
      id: "validFrom",
      header: "Vigência",
      cell: (item) => describeValidity(item, timeZone),
      sortable: true,
    },
    {
      id: "lastSeenAt",
      header: "Recebido em",
      cell: (item) => (
        <time dateTime={item.lastSeenAt}>
          {formatInstant(new Date(item.lastSeenAt), timeZone).slice(0, 16)}
        </time>
      ),
      sortable: true,
    },
  ];
}

/** The tab "Recebidos": what the partner sent in. */
export function ReceivedGrid({ integrationId, initial, kinds, timeZone }: ReceivedGridProps) {
  const [open, setOpen] = useUrlParam("item");
  const columns = useMemo(() => receivedColumns(kinds, timeZone), [kinds, timeZone]);
  return (
    <>
      <DataGrid<ReceivedRow>
        name="recebidos"
        label="Recebidos"
        columns={columns}
        url={`/api/integrations/${integrationId}/received`}
        initial={initial}
        live={30_000}
        rowId={rowId}
        rowLabel={rowLabel}
        onRowOpen={(item) => setOpen(rowId(item))}
        searchPlaceholder="Pesquisar recebidos"
        empty={
          <EmptyState icon={<Inbox />} title="Nada recebido ainda">
            As publicações do parceiro, como promoções e preços sugeridos, aparecem aqui depois da
            próxima consulta programada.
          </EmptyState>
        }
      />
      {open && (
        <ReceivedSheet
          id={open}
          integrationId={integrationId}
          timeZone={timeZone}
          onClose={() => setOpen(null)}
        />
      )}
    </>
  );
}

/** One received item, whole. */
export function ReceivedSheet({
  id,
  integrationId,
  timeZone,
  onClose,
}: {
  id: string;
  integrationId: number;
  timeZone: string;
  onClose: () => void;
}) {
  const [, branch = "0", kind = "", key = ""] = /^(\d+)~([^~]*)~(.*)$/s.exec(id) ?? [];
  const {
    data: item,
    error,
    refetch,
  } = useQuery({
    queryKey: ["received", integrationId, id],
    queryFn: ({ signal }) =>
      fetchJson<ReceivedRow & { data: unknown }>(
        `/api/integrations/${integrationId}/received/item?${new URLSearchParams({ branch, kind, key })}`,
        signal,
      ),
  });
  return (
    <Sheet open onOpenChange={(stay) => !stay && onClose()}>
      <SheetContent>
        <SheetHeader>
          <SheetTitle>{item?.title ?? "Item recebido"}</SheetTitle>
          <SheetDescription>
            {item
              ? [
                  receivedKind(item.kind),
                  item.branch ?? "Todas as filiais",
                  describeValidity(item, timeZone),
                ]
                  .filter(Boolean)
                  .join(" · ")
              : receivedKind(kind)}
          </SheetDescription>
        </SheetHeader>
        <SheetBody>
          {error && !item && <GridFailure error={error} onRetry={() => void refetch()} />}
          {!error && !item && <Skeleton className="h-40" />}
          {item && (
            <>
              <p className="mb-3 text-sm text-muted-foreground">
                Recebido pela primeira vez em{" "}
                {formatInstant(new Date(item.firstSeenAt), timeZone).slice(0, 16)}; pela última, em{" "}
                {formatInstant(new Date(item.lastSeenAt), timeZone).slice(0, 16)}, na{" "}
                <Link
                  href={`/integracoes/${integrationId}/tarefas?tarefa=${item.taskId}`}
                  className="rounded-sm font-medium text-primary hover:underline"
                >
                  tarefa {item.taskId}
                </Link>
                .
              </p>
              <DataView value={item.data} />
            </>
          )}
        </SheetBody>
      </SheetContent>
    </Sheet>
  );
}
