import { done, type Step, stuck } from "@/lib/engine/flows/define-flow.ts";
import { formatList } from "../words/format-list.ts";
import { CHOICE_WORDS } from "../words/decisions.ts";
import { RESERVATION_STEP_LABEL } from "../words/reservation-steps.ts";
import { compareSides } from "../compare-reservation.ts";
import { readDecisionSettings } from "../flow-settings.ts";
import { loadMaps } from "../load-maps.ts";
import { HUB, openCvLine } from "../open-lines.ts";
import { needTerminalId, readHub, readKnown, readTerminal } from "../read-sides.ts";
import {
  findChangedParts,
  hashParts,
  type Part,
  PART_WORD,
  type PartHashes,
  readParts,
  WRITABLE,
} from "../rules/reservation-parts.ts";

/** What was changed after the transfer is told, with both sides, and a person says what becomes of it. */
export const compareParts: Step = {
  name: "compare-parts",
  label: RESERVATION_STEP_LABEL["compare-parts"],
  system: "hub",
  async run(ctx) {
    const id = await needTerminalId(ctx);
    const row = await readKnown(ctx);
    const environment = ctx.environments.byId(row.environmentId ?? 0);
    const hub = await readHub(ctx);
    const terminal = await readTerminal(ctx, openCvLine(environment, ctx), id);
    const now = { hub: hashParts(hub), terminal: hashParts(terminal) };
    const inHub = changedSince(ctx.subject.facts.hubParts, now.hub);
    const inTerminal = changedSince(ctx.subject.facts.terminalParts, now.terminal);
    if (inHub.length + inTerminal.length === 0) {
      await ctx.save({ hubParts: now.hub, terminalParts: now.terminal });
      return done(null, "Nada mudou depois da transferência.");
    }
    // An open question keeps what it showed: what changed after it is asked once it is answered.
    if (ctx.subject.facts.askedParts == null) await ctx.save({ askedParts: now });
    const question = describeChange(inHub, inTerminal, environment.name);
    const sides = compareSides({
      hubId: row.hubReservationId,
      terminalId: row.terminalReservationId,
      hub: {
        reservation: hub,
        kind: (await loadMaps(ctx, ctx.environments.byCode(HUB))).kindOf(hub),
      },
      terminal: {
        reservation: terminal,
        kind: (await loadMaps(ctx, environment)).kindOf(terminal),
      },
      contract: null,
      authorizedIsSold: readDecisionSettings(ctx.settings).authorizedIsSold,
    });
    return stuck(question, {
      kind: "changed",
      question,
      facts: sides.map(({ label, hub: left, terminal: right, sienge }) => ({
        label,
        hub: left,
        terminal: right,
        sienge,
      })),
      options: [
        ...(inHub.some((part) => WRITABLE.has(part))
          ? [{ key: "carry", label: CHOICE_WORDS.carry.label }]
          : []),
        { key: "keep", label: CHOICE_WORDS.keep.label },
      ],
    });
  },
};

/** A side that was never looked at has changed nothing. */
function changedSince(held: unknown, now: PartHashes): Part[] {
  const before = readParts(held);
  return before ? findChangedParts(before, now) : [];
}

/** What changed on which side, and what cannot be carried. */
export function describeChange(
  inHub: readonly Part[],
  inTerminal: readonly Part[],
  terminal: string,
): string {
  const words = (parts: readonly Part[]) => formatList(parts.map((part) => PART_WORD[part]));
  const fixed = inHub.filter((part) => !WRITABLE.has(part));
  return [
    inHub.length > 0 ? `Depois da transferência mudou no Hub: ${words(inHub)}.` : "",
    inTerminal.length > 0
      ? `Depois da transferência mudou em ${terminal}: ${words(inTerminal)}.`
      : "",
    fixed.length > 0
      ? `O CV não permite alterar ${words(fixed)} de uma reserva existente: corrija no terminal.`
      : "",
    "Compare os dois lados e decida.",
  ]
    .filter(Boolean)
    .join(" ");
}
