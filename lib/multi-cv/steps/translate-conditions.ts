import { updateReservation } from "@/db/queries/flows/reservations-for-flow.ts";
import { RESERVATION_STEP_LABEL } from "../words/reservation-steps.ts";
import { done, type Step, stuck } from "@/lib/engine/flows/define-flow.ts";
import { listIndexers } from "../cv/list-catalogues.ts";
import { listSeries } from "../cv/list-series.ts";
import { readConditions } from "../cv/read-conditions.ts";
import { readRarely } from "../read-rarely.ts";
import { loadMaps, type Maps } from "../load-maps.ts";
import { openHub } from "../open-lines.ts";
import { openTerminal, readHub } from "../read-sides.ts";
import { foldText } from "../rules/fold-text.ts";
import { hashPart } from "../rules/hash-part.ts";
import { hashParts } from "../rules/reservation-parts.ts";
import {
  type ConditionMaps,
  type TerminalCondition,
  translateConditions as translate,
} from "../rules/translate-conditions.ts";

/** The conditions as the terminal takes them, proven. */
export interface ConditionsReading {
  conditions: TerminalCondition[];
  totalCents: number;
  /** The conditions as the Hub showed them then. */
  used?: { conditions: string };
}

export const translateConditions: Step<ConditionsReading> = {
  name: "translate-conditions",
  label: RESERVATION_STEP_LABEL["translate-conditions"],
  system: "enlace",
  async run(ctx) {
    const { cv, environment } = openTerminal(ctx);
    const conditions = await readConditions(openHub(ctx), Number(ctx.subject.key));
    if (!conditions)
      return stuck(
        "O Hub não tem condições de pagamento desta reserva. Preencha-as e repita a etapa.",
      );
    const maps = await loadMaps(ctx, environment);
    const hasIndexers = conditions.series.some(({ indexer }) => indexer !== "");
    const translateBy = async (anew: boolean) =>
      translate(
        conditions,
        await readRarely(ctx, environment, "series", () => listSeries(cv), { anew }),
        toConditionMaps(
          maps,
          hasIndexers
            ? await readRarely(ctx, environment, "indexers", () => listIndexers(cv), { anew })
            : [],
        ),
      );
    let translation = await translateBy(false);
    // A series may have been added since the catalogue was read.
    if ("sentence" in translation) translation = await translateBy(true);
    if ("sentence" in translation) return stuck(translation.sentence);
    const { totalCents } = translation;
    ctx.writeAtEnd((tx) =>
      updateReservation(tx, ctx.organization.id, ctx.subject.id, {
        valueCents: totalCents,
      }),
    );
    ctx.saveAtEnd({ conditionsHash: hashPart(translation.conditions) });
    return done({
      conditions: translation.conditions,
      totalCents: translation.totalCents,
      used: { conditions: hashParts(await readHub(ctx)).conditions },
    });
  },
};

/** What people confirmed; an indexer that is called exactly the same in both needs no confirmation unless two are. */
function toConditionMaps(
  maps: Maps,
  indexers: ReadonlyArray<{ id: number; name: string }>,
): ConditionMaps {
  const byName = new Map<string, number>();
  for (const { id, name } of indexers)
    if (indexers.filter((other) => foldText(other.name) === foldText(name)).length === 1)
      byName.set(foldText(name), id);
  for (const { sourceName, sourceKey, targetId } of maps.all("indexer"))
    byName.set(foldText(sourceName || sourceKey), Number(targetId));
  const bearers = new Map(
    maps
      .all("bearer")
      .map(({ sourceName, sourceKey, targetId }) => [
        foldText(sourceName || sourceKey),
        Number(targetId),
      ]),
  );
  return {
    bearers,
    series: new Map(
      maps.all("series").map(({ sourceKey, targetId }) => [sourceKey, Number(targetId)]),
    ),
    indexers: byName,
  };
}
