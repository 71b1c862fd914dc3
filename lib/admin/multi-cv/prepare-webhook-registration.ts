import { z } from "zod";
import { currentDatabase } from "@/db/current-database.ts";
import { listMappings } from "@/db/queries/flows/mapping-list.ts";
import { findEnvironment } from "@/db/queries/flows/multi-cv-scope.ts";
import { updateEndpoint } from "@/db/queries/events/webhook-endpoints.ts";
import { ensureEndpoint, webhookPath } from "@/lib/engine/flows/webhook-endpoints.ts";
import { env } from "@/lib/env.ts";
import {
  listCvRegistrations,
  listSiengeRegistrations,
  type OwnAddress,
  registerCvWebhooks,
  type Registered,
  registerSiengeHooks,
  type Registration,
} from "@/lib/multi-cv/registrations.ts";
import type { Transaction } from "@/db/client.ts";
import { defineUseCase, notFound } from "../define-use-case.ts";
import { rowId } from "../people/person-fields.ts";
import { cvLine, type Prepared, prepareCalls, siengeLine } from "./open-lines-for-person.ts";
import { requireFlow } from "./require-flow.ts";

/** `origin`: where partners reach this hub, from the server's own settings and never from a browser. */
const input = z.object({
  environmentId: rowId,
  origin: z.url().transform((url) => new URL(url).origin),
});

/** Registers our address with the partner: CV for the mapped situations, Sienge for a contract's life. */
export const prepareWebhookRegistration = defineUseCase({
  name: "prepare-webhook-registration",
  permission: "edit",
  input,
  async run({ input: { environmentId, origin }, tx, audit }): Promise<Prepared<Registered>> {
    const row = (await findEnvironment(tx, environmentId)) ?? notFound("Ambiente não encontrado.");
    const flow = await requireFlow(tx, row.integrationId);
    const { endpoint, own } = await ownAddress(tx, row, origin);
    const situations = (await listMappings(tx, flow, row.id, "situation"))
      .filter(({ confirmedAt, targetId }) => confirmedAt !== null && targetId !== null)
      .map(({ targetName }) => ({ name: targetName }));
    await audit({
      organizationId: flow.organizationId,
      subjectType: "environment",
      subjectId: row.id,
      summary: `Cadastrou webhooks em “${row.name}”`,
    });
    return prepareCalls(flow, async (environments) => {
      const environment = environments.byId(row.id);
      const registered =
        row.kind === "cv"
          ? await registerCvWebhooks(cvLine(environment), own, situations)
          : await registerSiengeHooks(siengeLine(environment), own);
      await updateEndpoint(currentDatabase().db, row.organizationId, endpoint.id, {
        remoteIds: registered.remoteIds,
      });
      return registered;
    });
  },
});

/** What the partner has registered now, ours and others'. */
export const prepareRegistrationList = defineUseCase({
  name: "prepare-registration-list",
  permission: "edit",
  input,
  async run({ input: { environmentId, origin }, tx }): Promise<Prepared<Registration[]>> {
    const row = (await findEnvironment(tx, environmentId)) ?? notFound("Ambiente não encontrado.");
    const flow = await requireFlow(tx, row.integrationId);
    const { own } = await ownAddress(tx, row, origin);
    return prepareCalls(flow, async (environments) => {
      const environment = environments.byId(row.id);
      return row.kind === "cv"
        ? listCvRegistrations(cvLine(environment), own)
        : listSiengeRegistrations(siengeLine(environment), own);
    });
  },
});

async function ownAddress(
  tx: Transaction,
  {
    organizationId,
    integrationId,
    code,
  }: { organizationId: number; integrationId: number; code: string },
  origin: string,
) {
  const endpoint = await ensureEndpoint(tx, env().ENLACE_KEYS, {
    organizationId,
    integrationId,
    source: code,
  });
  const own: OwnAddress = {
    url: `${origin}${webhookPath(env().ENLACE_KEYS, endpoint)}`,
    prefix: `${origin}/api/webhooks/${endpoint.publicId}/`,
  };
  return { endpoint, own };
}
