import type { Metadata } from "next";
import { PageCrumbs } from "@/components/frame/page-crumbs.tsx";
import { ReservationScreen } from "@/components/multi-cv/reservation-screen.tsx";
import { readReservation } from "@/lib/admin/multi-cv/read-reservation.ts";
import { requireActor, requirePermission } from "@/lib/auth/current-actor.ts";
import { can } from "@/lib/core/permissions.ts";
import { openValue } from "../../open-value.ts";
import { answerQuestion, compare, repeat } from "../actions.ts";

const MARK = {
  stuck: "✕",
  held: "‖",
  waiting: "…",
  running: "…",
  finished: "✓",
  ended: "✓",
} as const;

export async function generateMetadata({ params }: PageProps<"/reservas/[id]">): Promise<Metadata> {
  const found = await readReservation(await requireActor(), { id: Number((await params).id) });
  return {
    title: found.ok ? `${MARK[found.value.state]} Reserva ${found.value.hubId}` : "Reserva",
  };
}

/** A reservation's page. */
export default async function ReservationPage({ params }: PageProps<"/reservas/[id]">) {
  const actor = await requirePermission("view");
  const reservation = openValue(await readReservation(actor, { id: Number((await params).id) }));
  const may = can(actor, "reprocess");
  return (
    <>
      <PageCrumbs
        crumbs={[{ label: `Reserva ${reservation.hubId}`, href: `/reservas/${reservation.id}` }]}
      />
      <ReservationScreen
        key={reservation.id}
        initial={reservation}
        mayReadLogs={can(actor, "logs")}
        actions={{ compare, repeat: may ? repeat : null, answer: may ? answerQuestion : null }}
      />
    </>
  );
}
