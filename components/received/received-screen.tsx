"use client";

import { Inbox } from "lucide-react";
import Link from "next/link";
import { useMemo } from "react";
import { DataGrid } from "../data-grid/data-grid.tsx";
import type { GridColumn } from "../data-grid/grid-column.ts";
import { useUrlParam } from "../hooks/use-url-param.ts";
import { Badge } from "../ui/badge.tsx";
import { buttonVariants } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import type { ReceivedAcrossRow } from "@/lib/admin/received/list-all-received.ts";
import type { GridPage } from "@/lib/core/grid.ts";
import { formatInstant } from "@/lib/core/period.ts";
import { receivedKind } from "@/lib/core/received-words.ts";
import { ReceivedSheet, describeValidity } from "./received-grid.tsx";

/** Props of {@link ReceivedScreen}. */
export interface ReceivedScreenProps {
  initial: GridPage<ReceivedAcrossRow>;
  choices: { kinds: readonly string[]; integrations: ReadonlyArray<{ id: number; name: string }> };
  timeZone: string;
}

const rowId = (item: ReceivedAcrossRow) =>
  `${item.integrationId}~${item.branchId}~${item.kind}~${item.key}`;

function itemColumns(
  { kinds, integrations }: ReceivedScreenProps["choices"],
  timeZone: string,
): GridColumn<ReceivedAcrossRow, "received">[] {
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
    {
      id: "integration",
      header: "Integração",
      filter: { options: integrations.map(({ id, name }) => ({ value: String(id), label: name })) },
      cell: (item) => (
        <Link
          href={`/integracoes/${item.integrationId}/recebidos`}
          className="inline-block min-h-6 rounded-sm py-0.5 hover:underline"
        >
          {item.integration}
        </Link>
      ),
    },
    { id: "branch", header: "Filial", mobile: "hidden", cell: (item) => item.branch ?? "Todas" },
    {
      id: "validFrom",
      header: "Vigência",
      mobile: "hidden",
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

/** The area "Recebidos": everything that partners sent in, whichever integration it came through. */
export function ReceivedScreen({ initial, choices, timeZone }: ReceivedScreenProps) {
  const [open, setOpen] = useUrlParam("item");
  const columns = useMemo(() => itemColumns(choices, timeZone), [choices, timeZone]);
  const [integrationId = "", ...rest] = (open ?? "").split("~");
  return (
    <>
      <DataGrid<ReceivedAcrossRow>
        name="todos-recebidos"
        label="Recebidos"
        columns={columns}
        url="/api/received"
        initial={initial}
        live={30_000}
        rowId={rowId}
        rowLabel={(item) => item.title}
        onRowOpen={(item) => setOpen(rowId(item))}
        searchPlaceholder="Pesquisar recebidos"
        empty={
          <EmptyState
            icon={<Inbox />}
            title="Nada recebido ainda"
            action={
              <Link href="/integracoes" className={buttonVariants({ variant: "outline" })}>
                Ver integrações
              </Link>
            }
          >
            Promoções, retornos de preços, conferências de depósito e conciliações aparecem aqui
            depois da próxima consulta programada.
          </EmptyState>
        }
      />
      {open && (
        <ReceivedSheet
          id={rest.join("~")}
          integrationId={Number(integrationId)}
          timeZone={timeZone}
          onClose={() => setOpen(null)}
        />
      )}
    </>
  );
}
