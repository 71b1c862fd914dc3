import type { ConnectorContext } from "@/lib/connectors/define.ts";
import type { BrakeSettings } from "./rules/burst.ts";
import type { DecisionSettings } from "./rules/decide-situation.ts";

type Settings = ConnectorContext["settings"];

/** How contracts are read into situations. */
export function readDecisionSettings(settings: Settings): DecisionSettings {
  return {
    authorizedIsSold: settings.flag("autorizado_vende"),
    removedUnissued: settings.text("removido_sem_emissao") === "cancelar" ? "cancel" : "ask",
    hoursBeforeMissing: settings.integer("horas_sem_contrato"),
  };
}

/** When cancellations are a burst. */
export function readBrakeSettings(settings: Settings): BrakeSettings {
  return {
    limit: settings.integer("freio_quantidade"),
    windowSeconds: settings.integer("freio_segundos"),
    settleSeconds: settings.integer("freio_espera"),
  };
}
