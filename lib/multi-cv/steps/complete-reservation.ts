import { readHubFieldReference } from "../words/environment-options.ts";
import { RESERVATION_STEP_LABEL } from "../words/reservation-steps.ts";
import {
  done,
  skipped,
  type Step,
  type StepContext,
  stuck,
} from "@/lib/engine/flows/define-flow.ts";
import type { Reservation } from "../cv/reservation-shape.ts";
import { toNumber } from "../cv/to-number.ts";
import { type ReservationChange, updateReservation } from "../cv/update-reservation.ts";
import { loadMaps } from "../load-maps.ts";
import { needTerminalId, openTerminal, readHub, readTerminal } from "../read-sides.ts";
import { translateCommissions } from "../rules/commission-rules.ts";
import { foldText } from "../rules/fold-text.ts";
import { hashParts, readParts } from "../rules/reservation-parts.ts";
import { saveHolder } from "../save-holder.ts";
import { registerPeople } from "./register-people.ts";
import { readUsedParts, retakeParts } from "./used-parts.ts";
import { validateBroker } from "./validate-broker.ts";
import { formatCount } from "@/lib/core/format-count.ts";

/**
 * What the creation cannot say: further associates, commission rules, additional fields. Writing it
 * again writes the same.
 */
export const completeReservation: Step = {
  name: "complete-reservation",
  label: RESERVATION_STEP_LABEL["complete-reservation"],
  system: "terminal",
  async run(ctx) {
    const { cv, environment } = openTerminal(ctx);
    const id = await needTerminalId(ctx);
    const hub = await readHub(ctx);
    const edited = await retakeParts(ctx, hub, ["holder", "associates", "broker"]);
    if (edited) return edited;
    const maps = await loadMaps(ctx, environment);
    const receivers = new Map(
      maps
        .all("commission_receiver")
        .map(({ sourceName, sourceKey, targetId }) => [
          foldText(sourceName || sourceKey),
          targetId,
        ]),
    );
    const commissions = translateCommissions(hub.commissions, receivers);
    if ("sentence" in commissions) return stuck(commissions.sentence);
    const { associates = [], holderId } = ctx.resultOf(registerPeople) ?? {};
    const seller = ctx.resultOf(validateBroker);
    const before = await readTerminal(ctx, cv, id);
    await ctx.save({
      hubParts: { ...hashParts(hub), ...readFixedParts(ctx) },
      terminalParts: null,
      terminalListed: null,
    });
    const terminal = await saveHolder(ctx, cv, {
      hub,
      terminal: before,
      sold: maps.kindOf(before) === "sold",
    });
    const fields = chooseFields(
      hub,
      terminal,
      readHubFieldReference(environment.settings),
      ctx.subject.key,
    );
    const change: ReservationChange = {
      // The creation took holder, broker and one associate: written again are those that changed since.
      ...(holderId !== undefined && terminal.holder.document !== hub.holder.document
        ? { personId: holderId }
        : {}),
      ...(seller && terminal.broker.document !== hub.broker.document
        ? { brokerId: seller.brokerId }
        : {}),
      ...(associates.length > 1 || hasOtherAssociates(hub, terminal) ? { associates } : {}),
      ...(commissions.rules.length > 0
        ? {
            commissionRules: commissions.rules.map(({ kind, receiver, amountCents, order }) => ({
              tipo_comissao: kind,
              tipo_valor: "V" as const,
              para: receiver,
              ordem: order,
              valor_comissao: toNumber(amountCents),
              comissao_pagamento_tipo: "VGV" as const,
            })),
          }
        : {}),
      ...(fields.length > 0 ? { additionalFields: fields } : {}),
    };
    if (Object.keys(change).length === 0)
      return skipped(
        "A reserva não tem outros associados, regras de comissão nem campos adicionais.",
      );
    await updateReservation(cv, id, change);
    return done(
      null,
      [
        associates.length > 1 ? formatCount(associates.length, "associado", "associados") : "",
        commissions.rules.length > 0
          ? formatCount(commissions.rules.length, "regra de comissão", "regras de comissão")
          : "",
        fields.length > 0 ? formatCount(fields.length, "campo adicional", "campos adicionais") : "",
      ]
        .filter(Boolean)
        .join(", ")
        .concat("."),
    );
  },
};

/**
 * What was carried: what differs from it later was changed since. Unit and conditions are carried once, so
 * that the terminal has them as they were then, or as a person left them. What this step writes into the
 * terminal is no change of anybody's there: that side is known anew at its next look.
 */
function readFixedParts(ctx: StepContext): { unit?: string; conditions?: string } {
  const used = readUsedParts(ctx);
  const decided = readParts(ctx.subject.facts.hubParts);
  const unit = decided?.unit ?? used.unit;
  const conditions = decided?.conditions ?? used.conditions;
  return {
    ...(unit === undefined ? {} : { unit }),
    ...(conditions === undefined ? {} : { conditions }),
  };
}

function hasOtherAssociates(hub: Reservation, terminal: Reservation): boolean {
  const documents = ({ associates }: Reservation) =>
    associates
      .map(({ document }) => document)
      .toSorted()
      .join();
  return documents(hub) !== documents(terminal);
}

/** Fields of the terminal that the Hub has under the same reference, and the one that receives the Hub's own id. */
function chooseFields(
  hub: Reservation,
  terminal: Reservation,
  hubReference: string,
  hubId: string,
): Array<{ id: number; value: string }> {
  return terminal.additionalFields.flatMap(({ id, reference, value }) => {
    if (reference === "") return [];
    const wanted =
      reference === hubReference
        ? hubId
        : (hub.additionalFields.find((field) => field.reference === reference)?.value ?? "");
    return wanted !== "" && wanted !== value ? [{ id, value: wanted }] : [];
  });
}
