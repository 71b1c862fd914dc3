import { cache } from "react";
import {
  type OpenedIntegration,
  readIntegration,
} from "@/lib/admin/integrations/read-integration.ts";
import { requirePermission } from "@/lib/auth/current-actor.ts";
import { STATUS_LABEL } from "@/lib/core/status.ts";
import { openValue } from "../../open-value.ts";

/** The integration of this page, read once however many parts of the page ask. */
export const openIntegration = cache(async (id: string): Promise<OpenedIntegration> => {
  const actor = await requirePermission("view");
  return openValue(await readIntegration(actor, { id: /^\d{1,15}$/.test(id) ? Number(id) : 0 }));
});

const MARK = { pending: "…", sent: "↑", done: "✓", failed: "✕" } as const;

/** What the browser's tab says: the thing and its state ("✕ Smarket Lojas Sul · Falha no envio"). */
export function titleOf({ description, state, lastTask }: OpenedIntegration): string {
  if (state === "paused") return `✕ ${description} · Pausada automaticamente`;
  if (state === "inactive") return `${description} · Inativa`;
  return lastTask
    ? `${MARK[lastTask.status]} ${description} · ${STATUS_LABEL[lastTask.status]}`
    : `${description} · Ativa`;
}
