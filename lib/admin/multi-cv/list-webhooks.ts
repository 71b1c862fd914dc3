import { z } from "zod";
import { listSeenEvents, listWebhookEndpoints } from "@/db/queries/events/event-list.ts";
import { listEnvironments } from "@/db/queries/flows/multi-cv-scope.ts";
import { can } from "@/lib/core/permissions.ts";
import { webhookPath } from "@/lib/engine/flows/webhook-endpoints.ts";
import { env } from "@/lib/env.ts";
import { defineUseCase } from "../define-use-case.ts";
import { flowInput, requireFlow } from "./require-flow.ts";

/** Where one environment calls us; instants are ISO texts. */
export interface WebhookRow {
  environmentId: number;
  code: string;
  name: string;
  kind: "cv" | "sienge";
  /** null = no address was made yet. */
  endpoint: {
    id: number;
    /** The secret address; null for those who may not edit, or when its key can no longer be opened. */
    path: string | null;
    active: boolean;
    allowedAddresses: string[];
    /** How many registrations the partner confirmed. */
    registrations: number;
    lastSeenAt: string | null;
  } | null;
  /** What came in the last seven days, by event. */
  seen: { name: string; lastAt: string; count: number }[];
}

/** The addresses of an integration, and when each event was last seen there. */
export const listWebhooks = defineUseCase({
  name: "list-webhooks",
  permission: "view",
  input: z.object(flowInput),
  async run({ actor, input, tx }): Promise<WebhookRow[]> {
    const flow = await requireFlow(tx, input.integrationId);
    const environments = await listEnvironments(tx, flow);
    const endpoints = await listWebhookEndpoints(tx, flow);
    const seen = await listSeenEvents(tx, flow);
    return environments.map(({ id, code, name, kind }) => {
      const endpoint = endpoints.find(({ source }) => source === code);
      return {
        environmentId: id,
        code,
        name,
        kind,
        endpoint: endpoint
          ? {
              id: endpoint.id,
              path: can(actor, "edit") ? openPath(endpoint) : null,
              active: endpoint.active,
              allowedAddresses: endpoint.allowedAddresses,
              registrations: endpoint.remoteIds.length,
              lastSeenAt: endpoint.lastSeenAt?.toISOString() ?? null,
            }
          : null,
        seen: seen
          .filter(({ source }) => source === code)
          .map((one) => ({
            name: one.name,
            lastAt: new Date(one.lastAt).toISOString(),
            count: one.count,
          })),
      };
    });
  },
});

function openPath(endpoint: Parameters<typeof webhookPath>[1]): string | null {
  try {
    return webhookPath(env().ENLACE_KEYS, endpoint);
  } catch {
    // The key it was sealed with is gone: the screen offers to renew it.
    return null;
  }
}
