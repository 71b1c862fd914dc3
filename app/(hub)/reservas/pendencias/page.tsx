import type { Metadata } from "next";
import { AttentionScreen } from "@/components/multi-cv/attention-screen.tsx";
import { FlowPicker } from "@/components/multi-cv/flow-picker.tsx";
import { readAttention } from "@/lib/admin/multi-cv/read-attention.ts";
import { can } from "@/lib/core/permissions.ts";
import { openValue } from "../../open-value.ts";
import type { SearchParams } from "../../read-list-state.ts";
import { repeatStuck } from "../actions.ts";
import { NoFlow, openFlow } from "../open-flow.tsx";

export const metadata: Metadata = { title: "Pendências" };

/** "Pendências": where people of Multi CV arrive. */
export default async function AttentionPage({ searchParams }: { searchParams: SearchParams }) {
  const { actor, scope, current } = await openFlow(searchParams);
  if (!current) return <NoFlow title="Pendências" actor={actor} />;
  const initial = openValue(await readAttention(actor, { integrationId: current.id }));
  return (
    <AttentionScreen
      key={current.id}
      initial={initial}
      timeZone={current.timeZone}
      picker={<FlowPicker choices={scope.choices} current={current} path="/reservas/pendencias" />}
      repeat={can(actor, "reprocess") ? repeatStuck : null}
    />
  );
}
