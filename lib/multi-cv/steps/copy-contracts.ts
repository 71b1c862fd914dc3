import { skipped, type Step } from "@/lib/engine/flows/define-flow.ts";
import { RESERVATION_STEP_LABEL } from "../words/reservation-steps.ts";
import { copyFiles, type FileWays, type ListedFile } from "../copy-files.ts";
import { addContract, listContracts, type ReservationContract } from "../cv/contracts.ts";
import { openSides } from "../open-sides.ts";
import { readPartLead } from "../read-part-lead.ts";
import type { Lead } from "../rules/part-leads.ts";

/** Copies the contract files of the reservation to the side that lacks them, each once. */
export const copyContracts: Step = {
  name: "copy-contracts",
  label: RESERVATION_STEP_LABEL["copy-contracts"],
  system: "hub",
  supporting: true,
  async run(ctx) {
    const sides = await openSides(ctx);
    const lead = readPartLead(ctx, "contracts", sides.terminal.environment);
    if (lead === "off" || lead === "ask")
      return skipped("A cópia de contratos está desligada para este terminal.");
    return copyFiles(ctx, sides, lead, contractWays(lead, ctx.now()));
  },
};

type Listed = ReservationContract & ListedFile;

/** What is signed later comes with other bytes under the same id: it is another file. */
export function toListedContract(contract: ReservationContract): Listed {
  const { id, signed } = contract;
  return { ...contract, version: signed.done ? "signed" : "", label: `Contrato ${id}` };
}

function contractWays(lead: Lead, now: Date): FileWays<Listed> {
  return {
    kind: "contract",
    words: ["contrato", "contratos"],
    list: async ({ cv, reservationId }) =>
      (await listContracts(cv, reservationId)).map(toListedContract),
    // A draft is nobody's contract yet; who sends all of them from the Hub has said so.
    goes: ({ signed }) => lead === "hub" || signed.done,
    refuse: () => null,
    refuseContent: ({ id }, { kind }) =>
      kind.extension === "pdf"
        ? null
        : `O contrato ${id} não é um PDF, o único formato aceito pelo CV. Anexe-o manualmente no destino.`,
    fits: ({ name }, there) => there.name === name,
    // CV gives no id.
    upload: async ({ name, signed, validated }, { bytes }, _from, { cv, reservationId }) => {
      await addContract(cv, reservationId, {
        name,
        bytes,
        signedAt: momentOf(signed, now),
        validatedAt: momentOf(validated, now),
      });
      return null;
    },
  };
}

/** Where an account says only that it was signed, the moment in which that was seen stands for it. */
function momentOf({ done: isDone, at }: ReservationContract["signed"], now: Date): Date | null {
  return at ?? (isDone ? now : null);
}
