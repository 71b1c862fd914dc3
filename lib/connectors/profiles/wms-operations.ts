import { daysBackRange, everyInterval, everyMinutesOf } from "@/lib/core/schedule.ts";
import type { ConnectorContext, Operation } from "../define.ts";
import { callWms, throwRefusal, type WmsCallKey } from "./wms-call.ts";
import {
  collectEntries,
  collectExits,
  collectInventories,
  type CollectKey,
} from "./wms-collect.ts";
import type { WmsPartner } from "./wms-partner.ts";
import { deliverBatch, prepareEntries, prepareExits, type SendKey } from "./wms-send.ts";
import { INVENTORY_MINUTES } from "./wms-settings.ts";

/**
 * Generic profile G4: what a warehouse is told and what it tells back, the exchange seen in Exact WMS with the
 * partner's own paths. Documents of the last week are looked through at each run; what the
 * warehouse has is not sent again.
 */
export function wmsOperations<Key extends string>(
  partner: WmsPartner<Key>,
): Record<string, Operation<SendKey | CollectKey | Key>> {
  const rhythm = { schedule: everyInterval(), period: daysBackRange(7, 0) };
  const secondSending = { effect: "adds_difference", certainty: partner.certainty } as const;
  return {
    entries: {
      label: "Pré-entradas",
      ...rhythm,
      secondSending,
      ledger: true,
      maxRecords: { setting: "documentos_por_envio" },
      prepare: (ctx) => prepareEntries(ctx, partner),
      deliver: (ctx, file) => deliverBatch(ctx, file, partner, partner.paths(ctx).entries),
    },
    exits: {
      label: "Pedidos de saída",
      ...rhythm,
      secondSending,
      ledger: true,
      maxRecords: { setting: "documentos_por_envio" },
      prepare: (ctx) => prepareExits(ctx, partner),
      deliver: (ctx, file) => deliverBatch(ctx, file, partner, partner.paths(ctx).exits),
    },
    entry_returns: {
      label: "Retorno de recebimentos",
      ...rhythm,
      collect: (ctx) => collectEntries(ctx, partner),
    },
    exit_returns: {
      label: "Retorno de expedições",
      ...rhythm,
      collect: (ctx) => collectExits(ctx, partner),
    },
    inventories: {
      label: "Inventários",
      schedule: everyMinutesOf(INVENTORY_MINUTES),
      period: daysBackRange(7, 0),
      collect: (ctx) => collectInventories(ctx, partner),
    },
  };
}

/** "Testar conexão": the list of receipts, which marks nothing. */
export function checkWms<Key extends string>(
  partner: WmsPartner<Key>,
): (ctx: ConnectorContext<WmsCallKey | Key>) => Promise<string> {
  return async (ctx) => {
    throwRefusal(
      await callWms(ctx, {
        method: "GET",
        path: partner.paths(ctx).entryList,
        headers: partner.headers(ctx),
      }),
    );
    return "Conexão aceita: o WMS respondeu à consulta de recebimentos.";
  };
}
