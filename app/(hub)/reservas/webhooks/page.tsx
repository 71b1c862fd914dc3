import type { Metadata } from "next";
import { FlowPicker } from "@/components/multi-cv/flow-picker.tsx";
import { WebhooksScreen } from "@/components/multi-cv/webhooks-screen.tsx";
import { listReceivedEvents } from "@/lib/admin/multi-cv/list-received-events.ts";
import { listWebhooks } from "@/lib/admin/multi-cv/list-webhooks.ts";
import { parseGridQuery } from "@/lib/core/grid.ts";
import { can } from "@/lib/core/permissions.ts";
import { openValue } from "../../open-value.ts";
import type { SearchParams } from "../../read-list-state.ts";
import {
  listRegistrations,
  registerWebhooks,
  renewWebhook,
  repeatEvent,
  saveWebhookOf,
} from "../actions.ts";
import { NoFlow, openFlow } from "../open-flow.tsx";
import { publicOrigin } from "../public-origin.ts";

export const metadata: Metadata = { title: "Webhooks" };

/** "Webhooks". */
export default async function WebhooksPage({ searchParams }: { searchParams: SearchParams }) {
  const { actor, params, scope, current } = await openFlow(searchParams);
  if (!current) return <NoFlow title="Webhooks" actor={actor} />;
  const [rows, events] = [
    openValue(await listWebhooks(actor, { integrationId: current.id })),
    openValue(
      await listReceivedEvents(actor, { integrationId: current.id, query: parseGridQuery(params) }),
    ),
  ];
  const actions = can(actor, "edit")
    ? {
        register: registerWebhooks,
        list: listRegistrations,
        renew: renewWebhook,
        save: saveWebhookOf,
      }
    : null;
  return (
    <WebhooksScreen
      key={current.id}
      integrationId={current.id}
      rows={rows}
      events={events}
      origin={await publicOrigin()}
      timeZone={current.timeZone}
      picker={<FlowPicker choices={scope.choices} current={current} path="/reservas/webhooks" />}
      actions={actions}
      repeat={can(actor, "reprocess") ? repeatEvent : null}
    />
  );
}
