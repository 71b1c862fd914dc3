"use client";

import { Download, FileUp, Link2, RotateCw } from "lucide-react";
import { useSearchParams } from "next/navigation";
import { useMemo, useState } from "react";
import { DataGrid } from "../data-grid/data-grid.tsx";
import type { RowAction } from "../data-grid/grid-column.ts";
import { refreshGrid } from "../data-grid/refresh-grid.ts";
import { useBanner } from "../forms/use-banner.tsx";
import { Button } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import type { Outcome } from "@/lib/admin/define-use-case.ts";
import type { ImportReport } from "@/lib/admin/multi-cv/import-plan.ts";
import type { EnvironmentChoice } from "@/lib/admin/multi-cv/read-flow-scope.ts";
import type { ReservationRow } from "@/lib/admin/multi-cv/reservation-row.ts";
import type { GridPage } from "@/lib/core/grid.ts";
import { CsvImportDialog } from "./csv-import-dialog.tsx";
import { LinkDialog, type LinkInput } from "./link-dialog.tsx";
import { reservationColumns } from "./reservation-columns.tsx";
import { useLiveEvents } from "../hooks/use-live-events.ts";

interface ReservationsScreenProps {
  integrationId: number;
  initial: GridPage<ReservationRow>;
  environments: EnvironmentChoice[];
  timeZone: string;
  /** null where the profile does not allow it. */
  repeat: ((input: { id: number }) => Promise<Outcome<unknown>>) | null;
  /** null where the profile does not allow it. */
  edit: {
    link: (input: LinkInput) => Promise<Outcome<unknown>>;
    importFile: (input: {
      integrationId: number;
      text: string;
      save: boolean;
    }) => Promise<Outcome<ImportReport>>;
  } | null;
}

/** The list "Reservas": where each reservation stands in the three systems. */
export function ReservationsScreen({
  integrationId,
  initial,
  environments,
  timeZone,
  repeat,
  edit,
}: ReservationsScreenProps) {
  const { banner, showBanner, act } = useBanner();
  const [open, setOpen] = useState<
    { kind: "link"; row: ReservationRow } | { kind: "import" } | null
  >(null);
  const search = useSearchParams();
  const columns = useMemo(
    () => reservationColumns({ environments, timeZone }),
    [environments, timeZone],
  );
  useLiveEvents("subjects", integrationId);
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
            hint: row.state === "stuck" ? undefined : "Só para reservas com erro",
            onSelect: () =>
              void act(repeat({ id: row.id }), () => {
                showBanner("success", `A etapa da reserva ${row.hubId} será repetida agora.`);
                refreshGrid("reservas");
              }),
          },
        ]
      : []),
    ...(edit
      ? [
          {
            label: "Vincular ao terminal",
            icon: <Link2 />,
            disabled: row.state === "running",
            hint: row.state === "running" ? "A reserva está em processamento" : undefined,
            onSelect: () => setOpen({ kind: "link", row }),
          },
        ]
      : []),
  ];
  return (
    <>
      {banner}
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
          <>
            <Button variant="outline" size="sm" asChild>
              <a href={`/api/multi-cv/export/reservas?${file}`} download>
                <Download aria-hidden /> Exportar CSV
              </a>
            </Button>
            {edit && (
              <Button variant="outline" size="sm" onClick={() => setOpen({ kind: "import" })}>
                <FileUp aria-hidden /> Importar CSV
              </Button>
            )}
          </>
        }
        empty={
          <EmptyState title="Nenhuma reserva ainda">
            Quando uma reserva do Hub entrar em “pode faturar”, ela aparece aqui e é transferida
            para o terminal.
          </EmptyState>
        }
      />
      {open?.kind === "import" && edit && (
        <CsvImportDialog
          title="Importar vínculos de reservas"
          description="Reservas transferidas antes do uso do Enlace, uma por linha. Colunas: reserva_hub; terminal (o código em Tokens); reserva_terminal e, se quiser, contrato_sienge; numero_contrato. O Enlace passa a acompanhá-las, sem criar outras."
          send={(text, save) => edit.importFile({ integrationId, text, save })}
          onClose={() => setOpen(null)}
          onSaved={() => refreshGrid("reservas")}
        />
      )}
      {open?.kind === "link" && edit && (
        <LinkDialog
          row={open.row}
          environments={environments}
          link={edit.link}
          onClose={() => setOpen(null)}
          onSaved={() => {
            setOpen(null);
            showBanner("success", `Reserva ${open.row.hubId} vinculada.`);
            refreshGrid("reservas");
          }}
        />
      )}
    </>
  );
}
