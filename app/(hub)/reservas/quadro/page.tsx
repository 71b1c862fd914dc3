import type { Metadata } from "next";
import { BoardScreen } from "@/components/multi-cv/board-screen.tsx";
import { FlowPicker } from "@/components/multi-cv/flow-picker.tsx";
import { readFlowBoard } from "@/lib/admin/multi-cv/read-flow-board.ts";
import { dayInZone } from "@/lib/core/period.ts";
import { can } from "@/lib/core/permissions.ts";
import { openValue } from "../../open-value.ts";
import type { SearchParams } from "../../read-list-state.ts";
import { releaseBrake } from "../actions.ts";
import { NoFlow, openFlow } from "../open-flow.tsx";

export const metadata: Metadata = { title: "Quadro" };

/** "Quadro": the live drawing of the flow. */
export default async function BoardPage({ searchParams }: { searchParams: SearchParams }) {
  const { actor, scope, current } = await openFlow(searchParams);
  if (!current) return <NoFlow title="Quadro" actor={actor} />;
  const board = openValue(await readFlowBoard(actor, { integrationId: current.id }));
  return (
    <BoardScreen
      key={current.id}
      integrationId={current.id}
      initial={board}
      timeZone={current.timeZone}
      today={dayInZone(new Date(), current.timeZone)}
      picker={<FlowPicker choices={scope.choices} current={current} path="/reservas/quadro" />}
      releaseBrake={can(actor, "reprocess") ? releaseBrake : null}
    />
  );
}
