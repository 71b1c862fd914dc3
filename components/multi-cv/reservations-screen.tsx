"use client";

import { Download, RotateCw } from "lucide-react";
import { useSearchParams } from "next/navigation";
import { useMemo } from "react";
import { DataGrid } from "@/components/data-grid/data-grid";
import type { RowAction } from "@/components/data-grid/grid-column";
import { refreshGrid } from "@/components/data-grid/refresh-grid";
import { useNotice } from "@/components/people/use-notice";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import type { Outcome } from "@/lib/admin/define-use-case";
import type { EnvironmentChoice } from "@/lib/admin/multi-cv/read-flow-scope";
import type { ReservationRow } from "@/lib/admin/multi-cv/reservation-row";
import type { GridPage } from "@/lib/core/grid";
import { reservationColumns } from "./reservation-columns";
import { useFlowEvents } from "./use-flow-events";

interface ReservationsScreenProps {
  integrationId: number;
  initial: GridPage<ReservationRow>;
  environments: EnvironmentChoice[];
  timeZone: string;
  /** null where the profile does not allow it. */
  repeat: ((input: { id: number }) => Promise<Outcome<unknown>>) | null;
}

/** The list "Reservas": where each reservation stands in the three systems. */
export function ReservationsScreen({ integrationId, initial, environments, timeZone, repeat }: ReservationsScreenProps) {
  const { notice, tell, act } = useNotice();
  const search = useSearchParams();
  const columns = useMemo(() => reservationColumns({ environments, timeZone }), [environments, timeZone]);
  useFlowEvents(integrationId);
  const file = new URLSearchParams(search);
  file.set("integracao", String(integrationId));

  const actionsOf = (row: ReservationRow): RowAction[] => [
    { label: "Abrir", href: `/reservas/${row.id}` },
    ...(repeat
      ? [
          {
            label: "Repetir etapa",
            icon: <RotateCw />,
            disabled: row.state !== "stuck",
            hint: row.state === "stuck" ? undefined : "Só para reservas paradas em uma etapa",
            onSelect: () =>
              void act(repeat({ id: row.id }), () => {
                tell("success", `A etapa da reserva ${row.hubId} será repetida agora.`);
                refreshGrid("reservas");
              }),
          },
        ]
      : []),
  ];
  return (
    <>
      {notice}
      <DataGrid<ReservationRow>
        name="reservas"
        label="Reservas"
        columns={columns}
        url={`/api/lists/reservations?integracao=${integrationId}`}
        initial={initial}
        live={20_000}
        rowId={(row) => String(row.id)}
        rowLabel={(row) => `reserva ${row.hubId}`}
        rowHref={(row) => `/reservas/${row.id}`}
        rowActions={actionsOf}
        emphasizeRow={(row) => row.state === "stuck" || row.openDecisions > 0}
        searchPlaceholder="Pesquisar reservas"
        toolbar={
          <Button variant="outline" size="sm" asChild>
            <a href={`/api/multi-cv/export/reservas?${file}`} download>
              <Download aria-hidden /> Exportar CSV
            </a>
          </Button>
        }
        empty={<EmptyState title="Nenhuma reserva ainda">Quando uma reserva do Hub entrar em “pode faturar”, ela aparece aqui e segue para o terminal.</EmptyState>}
      />
    </>
  );
}
