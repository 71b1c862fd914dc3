import { readTerminalOptions } from "../words/environment-options.ts";
import { RESERVATION_STEP_LABEL } from "../words/reservation-steps.ts";
import {
  done,
  skipped,
  type Step,
  type StepContext,
  type StepOutcome,
  stuck,
} from "@/lib/engine/flows/define-flow.ts";
import type { Environment } from "@/lib/engine/flows/flow-context.ts";
import { addContract, listContracts, type ReservationContract } from "../cv/contracts.ts";
import { downloadLink } from "../cv/download-link.ts";
import type { CvClient } from "../cv/open-cv.ts";
import { flowSettings } from "../flow-settings.ts";
import { HUB, openHub } from "../open-lines.ts";
import { needTerminalId, openTerminal } from "../read-sides.ts";
import { formatCount } from "@/lib/core/format-count.ts";

interface Side {
  cv: CvClient;
  environment: Environment;
  reservationId: number;
}

/**
 * Copies contract files: signed ones from the terminal to the Hub, unless the terminal's settings
 * say otherwise. Name and content tell what is there already.
 */
export const copyContracts: Step = {
  name: "copy-contracts",
  label: RESERVATION_STEP_LABEL["copy-contracts"],
  system: "hub",
  supporting: true,
  async run(ctx) {
    const { cv, environment } = openTerminal(ctx);
    const { contracts: direction } = readTerminalOptions(environment.settings);
    if (direction === "off")
      return skipped("A cópia de contratos está desligada para este terminal.");
    const terminal: Side = { cv, environment, reservationId: await needTerminalId(ctx) };
    const hub: Side = {
      cv: openHub(ctx),
      environment: ctx.environments.byCode(HUB),
      reservationId: Number(ctx.subject.key),
    };
    const [from, to] = direction === "hub_to_terminal" ? [hub, terminal] : [terminal, hub];
    const all = await listContracts(from.cv, from.reservationId);
    const contracts =
      direction === "hub_to_terminal" ? all : all.filter(({ signed }) => signed.done);
    if (contracts.length === 0)
      return done(
        { copied: 0 },
        all.length === 0 ? "Ainda não há contratos." : "Ainda não há contratos assinados.",
      );
    let copied = 0;
    for (const contract of contracts) {
      const { status } = await ctx.item(`contrato-${contract.id}`, `Contrato ${contract.id}`, () =>
        copyContract(ctx, from, to, contract),
      );
      if (status === "done") copied += 1;
    }
    return done(
      { copied },
      `${copied.toLocaleString("pt-BR")} de ${formatCount(contracts.length, "contrato", "contratos")} no destino.`,
    );
  },
};

async function copyContract(
  ctx: StepContext,
  from: Side,
  to: Side,
  contract: ReservationContract,
): Promise<StepOutcome> {
  const maxBytes = flowSettings(ctx).integer("documento_mb") * 1_000_000;
  const { bytes, kind, sha256 } = await downloadLink(from.environment.http, contract.link, {
    what: `contrato ${contract.id} da reserva`,
    maxBytes,
  });
  if (kind.extension !== "pdf")
    return stuck(
      `O contrato ${contract.id} não é um PDF, o único formato aceito pelo CV. Anexe-o manualmente no destino.`,
    );
  // CV takes the same file twice and gives no id: what has its name is compared by content.
  if (await isThere(to, contract.name, sha256, maxBytes))
    return done({ sha256 }, "O contrato já estava no destino.");
  const file = await ctx.saveFile({
    name: `reserva-${ctx.subject.key}-contrato-${contract.id}.pdf`,
    contentType: kind.contentType,
    body: inOnePiece(bytes),
  });
  await addContract(to.cv, to.reservationId, {
    name: contract.name,
    bytes,
    signedAt: momentOf(contract.signed, ctx.now()),
    validatedAt: momentOf(contract.validated, ctx.now()),
  });
  if (!(await isThere(to, contract.name, sha256, maxBytes)))
    return stuck(
      `${to.cv.label} confirmou o recebimento do contrato ${contract.id}, mas ele não aparece. Confira no destino e repita a etapa.`,
    );
  await file.delivered(null);
  return done({ sha256 });
}

/** Where an account says only that it was signed, the moment in which that was seen stands for it. */
function momentOf({ done: isDone, at }: ReservationContract["signed"], now: Date): Date | null {
  return at ?? (isDone ? now : null);
}

async function isThere(to: Side, name: string, sha256: string, maxBytes: number): Promise<boolean> {
  for (const candidate of await listContracts(to.cv, to.reservationId)) {
    if (candidate.name !== name) continue;
    const content = await downloadLink(to.environment.http, candidate.link, {
      what: `contrato ${candidate.id} do destino`,
      maxBytes,
    });
    if (content.sha256 === sha256) return true;
  }
  return false;
}

async function* inOnePiece(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
