import { z } from "zod";
import {
  aFlag,
  anId,
  listOf,
  maybeId,
  maybeMoment,
  readShape,
  someText,
} from "../wire/tolerant-shapes.ts";
import { readRows } from "../wire/read-rows.ts";
import { readAllPages } from "../wire/walk-pages.ts";
import { findId } from "./find-id.ts";
import type { CvClient } from "./open-cv.ts";

const PAGE = 100;
const PATH = "/api/v1/integracoes/webhooks";

const webhook = z
  .looseObject({
    idwebhook: anId,
    nome: someText,
    funcionalidade: someText,
    endereco: someText,
    gatilho: maybeId,
    ativoPainel: aFlag,
    dataCad: maybeMoment,
  })
  .transform((read) => ({
    id: read.idwebhook,
    name: read.nome,
    area: read.funcionalidade,
    address: read.endereco,
    trigger: read.gatilho,
    active: read.ativoPainel,
    createdAt: read.dataCad,
  }));

/** A webhook registered in a tenant. */
export type CvWebhook = z.output<typeof webhook>;

/** Lists what is registered, ours and others'. */
export async function listWebhooks(cv: CvClient): Promise<CvWebhook[]> {
  const call = (page: number, missing: number[] = []) =>
    cv.call({
      method: "GET",
      path: PATH,
      query: { paginaAtual: page, limitePagina: PAGE },
      missing,
    });
  // From which number they count is not published: page 0 is asked for too, and is none or page 1 again.
  const zero = readRows(await call(0, [400, 404, 422]));
  const rows = await readAllPages({ size: PAGE, fetch: ({ page }) => call(page) });
  const read = readShape(z.array(webhook), [...zero, ...rows], `CV ${cv.label}, webhooks`);
  return [...new Map(read.map((one) => [one.id, one])).values()];
}

const area = z
  .looseObject({
    funcionalidade: someText,
    nome: someText,
    gatilhos: listOf(z.looseObject({ gatilho: anId, nome: someText })),
  })
  .transform((read) => ({
    area: read.funcionalidade,
    name: read.nome,
    triggers: read.gatilhos.map((one) => ({ id: one.gatilho, name: one.nome })),
  }));

/** A functionality ("RS" = reserva) and the triggers a tenant offers for it. */
export type TriggerArea = z.output<typeof area>;

/** Lists the triggers of a tenant: one for each situation of its own. */
export async function listTriggers(cv: CvClient): Promise<TriggerArea[]> {
  return readShape(
    z.array(area),
    readRows(await cv.call({ method: "GET", path: `${PATH}/gatilhos` })),
    `CV ${cv.label}, gatilhos`,
  );
}

/**
 * Registers a webhook; gives its id when the answer has one. The address carries our key: CV sends
 * no secret of its own.
 */
export async function registerWebhook(
  cv: CvClient,
  {
    name,
    area: funcionalidade,
    address,
    trigger,
  }: { name: string; area: string; address: string; trigger: number },
): Promise<number | null> {
  const body = await cv.call({
    method: "POST",
    path: PATH,
    body: {
      nome: name,
      funcionalidade,
      endereco: address,
      gatilho: trigger,
      ativoPainel: true,
      idempreendimento: [],
      idassunto: [],
      idsubassunto: [],
    },
  });
  return findId(body, ["idwebhook", "id"]);
}

/** Removes a registration; one that is gone already is as good. */
export async function removeWebhook(cv: CvClient, id: number): Promise<void> {
  await cv.call({ method: "DELETE", path: `${PATH}/${id}`, missing: [400, 404], idempotent: true });
}
