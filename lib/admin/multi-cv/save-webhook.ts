import { isIP } from "node:net";
import { z } from "zod";
import { findWebhookEndpoint } from "@/db/queries/events/event-list.ts";
import { updateEndpoint } from "@/db/queries/events/webhook-endpoints.ts";
import { repeatEvent as repeatOne } from "@/lib/engine/flows/repeat-event.ts";
import { renewEndpointKey } from "@/lib/engine/flows/webhook-endpoints.ts";
import { env } from "@/lib/env.ts";
import { defineUseCase, notFound, Refusal } from "../define-use-case.ts";
import { rowId } from "../people/person-fields.ts";
import { flowInput, requireFlow } from "./require-flow.ts";

/** "203.0.113.7", "203.0.113.0/24" or the same of IPv6. */
function isAddressOrRange(text: string): boolean {
  const [address = "", bits] = text.split("/");
  const version = isIP(address);
  return (
    version > 0 &&
    (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128)))
  );
}

/** Who may call an address, and whether anybody may. */
export const saveWebhook = defineUseCase({
  name: "save-webhook",
  permission: "edit",
  input: z.object({
    id: rowId,
    active: z.boolean(),
    allowedAddresses: z.array(z.string().trim().max(60)).max(50, "Informe no máximo 50 endereços."),
  }),
  async run({ input: { id, active, allowedAddresses }, tx, audit }) {
    const before = (await findWebhookEndpoint(tx, id)) ?? notFound("Endereço não encontrado.");
    const wrong = allowedAddresses.filter((address) => !isAddressOrRange(address));
    if (wrong.length > 0)
      throw new Refusal({
        kind: "invalid",
        message: "Confira os campos indicados.",
        fields: { allowedAddresses: `Não é um endereço IP nem uma faixa: ${wrong.join(", ")}.` },
      });
    await updateEndpoint(tx, before.organizationId, id, { active, allowedAddresses });
    await audit({
      organizationId: before.organizationId,
      subjectType: "webhook",
      subjectId: id,
      summary: `Alterou o endereço de webhooks de “${before.source}”`,
      changes: {
        active: { from: before.active, to: active },
        allowedAddresses: { from: before.allowedAddresses, to: allowedAddresses },
      },
    });
    return { id };
  },
});

/** A new key: calls to the old address are refused from then on. */
export const renewWebhookKey = defineUseCase({
  name: "renew-webhook-key",
  permission: "edit",
  input: z.object({ id: rowId }),
  async run({ input: { id }, tx, audit }) {
    const endpoint = (await findWebhookEndpoint(tx, id)) ?? notFound("Endereço não encontrado.");
    await renewEndpointKey(tx, env().ENLACE_KEYS, endpoint);
    await audit({
      organizationId: endpoint.organizationId,
      subjectType: "webhook",
      subjectId: id,
      summary: `Trocou a chave do endereço de webhooks de “${endpoint.source}”`,
    });
    return { id };
  },
});

/** "Tratar novamente": a message that was settled is taken up once more. */
export const repeatReceivedEvent = defineUseCase({
  name: "repeat-received-event",
  permission: "reprocess",
  input: z.object({ ...flowInput, id: rowId }),
  async run({ input: { integrationId, id }, tx, audit }) {
    const flow = await requireFlow(tx, integrationId);
    if (!(await repeatOne(tx, { organizationId: flow.organizationId, integrationId, eventId: id })))
      throw new Refusal({ kind: "conflict", message: "Este aviso já está na fila." });
    await audit({
      organizationId: flow.organizationId,
      subjectType: "event",
      subjectId: id,
      summary: `Reprocessou o aviso ${id}`,
    });
    return { id };
  },
});
