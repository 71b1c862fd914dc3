import { done, type Step, type StepContext, stuck } from "@/lib/engine/flows/define-flow.ts";
import { formatList } from "../words/format-list.ts";
import { CHOICE_WORDS, QUESTION_CHOICES } from "../words/decisions.ts";
import { RESERVATION_STEP_LABEL } from "../words/reservation-steps.ts";
import { chooseContract, compareSides } from "../compare-reservation.ts";
import type { Reservation } from "../cv/reservation-shape.ts";
import { describeAssignment, findAssignment } from "../find-assignment.ts";
import { flowSettings, readDecisionSettings } from "../flow-settings.ts";
import { loadMaps } from "../load-maps.ts";
import { HUB, openCvLine, openHub } from "../open-lines.ts";
import { readSiengeSide } from "../read-facts.ts";
import { needTerminalId, readHub, readKnown, readTerminal } from "../read-sides.ts";
import { decideParts } from "../rules/decide-parts.ts";
import { PART_LEADS, readLead } from "../rules/part-leads.ts";
import {
  findChangedParts,
  hashParts,
  type Part,
  PART_WORD,
  type PartHashes,
  readParts,
  WRITABLE,
} from "../rules/reservation-parts.ts";
import type { SalesContract } from "../sienge/contract-shape.ts";
import { isAssignmentOpen, readMainCustomer } from "../sienge-assignment.ts";
import { startRewriting } from "../start-flows.ts";

/**
 * What changed after the transfer is carried by itself where the Hub leads and nothing was signed;
 * otherwise it is told, with all three sides, and a person says what becomes of it.
 */
export const compareParts: Step = {
  name: "compare-parts",
  label: RESERVATION_STEP_LABEL["compare-parts"],
  system: "hub",
  async run(ctx) {
    const id = await needTerminalId(ctx);
    const row = await readKnown(ctx);
    const environment = ctx.environments.byId(row.environmentId ?? 0);
    const terminalCv = openCvLine(environment, ctx);
    const hub = await readHub(ctx);
    const terminal = await readTerminal(ctx, terminalCv, id);
    const now = { hub: hashParts(hub), terminal: hashParts(terminal) };
    const inHub = changedSince(ctx.subject.facts.hubParts, now.hub);
    const inTerminal = changedSince(ctx.subject.facts.terminalParts, now.terminal);
    const inSienge = isAssignmentOpen(ctx.subject.facts);
    const known = { hubParts: now.hub, terminalParts: now.terminal };
    if (inHub.length + inTerminal.length === 0 && !inSienge) {
      await ctx.save(known);
      return done(null, "Nada mudou depois da transferência.");
    }
    const kinds = {
      hub: (await loadMaps(ctx, ctx.environments.byCode(HUB))).kindOf(hub),
      terminal: (await loadMaps(ctx, environment)).kindOf(terminal),
    };
    const { contract } = chooseContract(await readSiengeSide(ctx, row, null));
    const people = [...inHub, ...inTerminal].some((part) => PEOPLE.has(part));
    const customer =
      contract && (people || inSienge) ? await readMainCustomer(ctx, environment, contract) : null;
    if (
      inSienge &&
      inHub.length + inTerminal.length === 0 &&
      [hub, terminal].every(({ holder }) => holder.document === customer)
    ) {
      await ctx.save({ ...known, assignment: null });
      return done(null, "A cessão feita no Sienge já está no Hub e no terminal.");
    }
    const decided = inSienge
      ? "ask"
      : decideParts(
          {
            inHub,
            inTerminal,
            signed: kinds.terminal === "sold" || (contract?.issueDay ?? null) !== null,
          },
          (part) => readLead(part, readSetting(ctx, part)),
        );
    if (decided !== "ask") {
      await ctx.save(known);
      if (decided === "adopt")
        return done(null, "O que mudou não é acompanhado, conforme a configuração.");
      const { organization, integrationId, subject } = ctx;
      const starter = { organizationId: organization.id, integrationId, start: ctx.startRun };
      await ctx.write((tx) => startRewriting(tx, starter, subject.id));
      return done(null, `Mudou no Hub e é levado ao terminal: ${listParts(inHub)}.`);
    }
    const assignments = [
      inHub.includes("holder") ? await tellAssignment(openHub(ctx), hub, "Hub") : null,
      inTerminal.includes("holder")
        ? await tellAssignment(terminalCv, terminal, environment.name)
        : null,
      inSienge && contract ? describeSiengeAssignment(contract) : null,
    ].filter((sentence) => sentence !== null);
    // An open question keeps what it showed: what changed after it is asked once it is answered.
    const asked = ctx.subject.facts.askedParts == null ? null : ctx.subject.facts.askedKind;
    const kind = (asked ?? (assignments.length > 0 ? "assignment" : "changed")) as
      | "changed"
      | "assignment";
    if (ctx.subject.facts.askedParts == null) await ctx.save({ askedParts: now, askedKind: kind });
    const question = [...assignments, describeChange(inHub, inTerminal, environment.name)].join(
      " ",
    );
    const sides = compareSides({
      hubId: row.hubReservationId,
      terminalId: row.terminalReservationId,
      hub: { reservation: hub, kind: kinds.hub },
      terminal: { reservation: terminal, kind: kinds.terminal },
      contract,
      customer,
      authorizedIsSold: readDecisionSettings(ctx.settings).authorizedIsSold,
    });
    const carries = inHub.some((part) => WRITABLE.has(part));
    return stuck(question, {
      kind,
      question,
      facts: sides.map(({ label, hub: left, terminal: right, sienge }) => ({
        label,
        hub: left,
        terminal: right,
        sienge,
      })),
      options: QUESTION_CHOICES[kind].flatMap((choice) =>
        choice === "carry" && !carries ? [] : [{ key: choice, label: CHOICE_WORDS[choice].label }],
      ),
    });
  },
};

const PEOPLE: ReadonlySet<Part> = new Set(["holder", "associates"]);
const listParts = (parts: readonly Part[]) => formatList(parts.map((part) => PART_WORD[part]));
const readSetting = (ctx: StepContext, part: Part) =>
  PART_LEADS[part].leads.length > 1 ? flowSettings(ctx).text(PART_LEADS[part].key) : "";

async function tellAssignment(
  cv: ReturnType<typeof openHub>,
  { id, holder }: Reservation,
  where: string,
): Promise<string | null> {
  const found = await findAssignment(cv, id, holder.document);
  return found && describeAssignment(found, where);
}

const describeSiengeAssignment = ({ number }: SalesContract) =>
  `O Sienge registrou uma cessão de direitos no contrato ${number}. O Enlace não a repete no CV: registre-a no Hub, ou deixe como está.`;

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
  const fixed = inHub.filter((part) => !WRITABLE.has(part));
  return [
    inHub.length > 0 ? `Depois da transferência mudou no Hub: ${listParts(inHub)}.` : "",
    inTerminal.length > 0
      ? `Depois da transferência mudou em ${terminal}: ${listParts(inTerminal)}.`
      : "",
    fixed.length > 0
      ? `O CV não permite alterar ${listParts(fixed)} de uma reserva existente: corrija no terminal.`
      : "",
    "Compare os três lados e decida.",
  ]
    .filter(Boolean)
    .join(" ");
}
