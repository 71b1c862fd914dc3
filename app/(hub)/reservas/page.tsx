import type { Metadata } from "next";
import { FlowPicker } from "@/components/multi-cv/flow-picker.tsx";
import { ReservationsScreen } from "@/components/multi-cv/reservations-screen.tsx";
import { PageHead } from "@/components/ui/page-head.tsx";
import { listReservations } from "@/lib/admin/multi-cv/list-reservations.ts";
import { parseGridQuery } from "@/lib/core/grid.ts";
import { can } from "@/lib/core/permissions.ts";
import { openValue } from "../open-value.ts";
import type { SearchParams } from "../read-list-state.ts";
import { importReservationFile, linkReservationTo, repeatStuck } from "./actions.ts";
import { NoFlow, openFlow } from "./open-flow.tsx";

export const metadata: Metadata = { title: "Reservas" };

/** The list "Reservas". */
export default async function ReservationsPage({ searchParams }: { searchParams: SearchParams }) {
  const { actor, params, scope, current, environments } = await openFlow(searchParams);
  if (!current) return <NoFlow title="Reservas" actor={actor} />;
  const initial = openValue(
    await listReservations(actor, { integrationId: current.id, query: parseGridQuery(params) }),
  );
  return (
    <>
      <PageHead
        title="Reservas"
        state="Situação de cada reserva no Hub, no terminal e no Sienge."
        actions={<FlowPicker choices={scope.choices} current={current} path="/reservas" />}
      />
      <ReservationsScreen
        key={current.id}
        integrationId={current.id}
        initial={initial}
        environments={environments}
        timeZone={current.timeZone}
        repeat={can(actor, "reprocess") ? repeatStuck : null}
        edit={
          can(actor, "edit") ? { link: linkReservationTo, importFile: importReservationFile } : null
        }
      />
    </>
  );
}
