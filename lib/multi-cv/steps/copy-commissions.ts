import { readTerminalOptions } from "../words/environment-options.ts";
import { RESERVATION_STEP_LABEL } from "../words/reservation-steps.ts";
import { done, skipped, type Step, stuck } from "@/lib/engine/flows/define-flow.ts";
import {
  addCommission,
  type Commission,
  listCommissions,
  type NewCommission,
} from "../cv/commissions.ts";
import type { Reservation } from "../cv/reservation-shape.ts";
import { openHub } from "../open-lines.ts";
import { needTerminalId, openTerminal, readHub, readTerminal } from "../read-sides.ts";
import { foldText } from "../rules/fold-text.ts";
import { certainCents } from "../wire/amount.ts";
import { formatCount } from "@/lib/core/format-count.ts";

/** Registers the Hub's commissions in the terminal, unless one is active there: the CV itself refuses a second. */
export const copyCommissions: Step = {
  name: "copy-commissions",
  label: RESERVATION_STEP_LABEL["copy-commissions"],
  system: "terminal",
  supporting: true,
  async run(ctx) {
    const { cv, environment } = openTerminal(ctx);
    if (readTerminalOptions(environment.settings).commissions === "off")
      return skipped("A cópia de comissões está desligada para este terminal.");
    const reservationId = await needTerminalId(ctx);
    const registered = (await listCommissions(openHub(ctx), Number(ctx.subject.key))).filter(
      isActive,
    );
    const items =
      registered.length > 0 ? registered.flatMap(toItems) : fromReservation(await readHub(ctx));
    if (items.length === 0) return done({ ids: [] }, "O Hub não tem comissões desta reserva.");
    // Also how a lost answer is found: there is at most one active.
    const there = (await listCommissions(cv, reservationId)).filter(isActive);
    if (there.length > 0)
      return done(
        { ids: there.map(({ id }) => id) },
        "O terminal já tem comissão ativa para a reserva.",
      );
    if (items.some((item) => item === null))
      return stuck(
        "Uma comissão do Hub tem valor ou tipo ambíguo. Corrija-a no Hub e repita a etapa.",
      );
    const { unit } = await readTerminal(ctx, cv, reservationId);
    const { code: developmentCode } = unit.development;
    const { code: blockCode } = unit.block;
    if (developmentCode === null || blockCode === null || unit.code === null)
      return stuck(
        `A unidade não tem os códigos internos de empreendimento, bloco e unidade em ${cv.label}, que a comissão exige. Preencha-os no terminal e repita a etapa.`,
      );
    await addCommission(cv, {
      reservationId,
      developmentCode,
      blockCode,
      unitCode: unit.code,
      items: items.filter((item) => item !== null),
    });
    const made = (await listCommissions(cv, reservationId)).filter(isActive);
    if (made.length === 0)
      return stuck(
        `${cv.label} confirmou o recebimento das comissões, mas elas não aparecem. Confira no terminal e repita a etapa.`,
      );
    return done(
      { ids: made.map(({ id }) => id) },
      `${formatCount(items.length, "comissão registrada", "comissões registradas")}.`,
    );
  },
};

/** A commission whose payments are all void, or that is called cancelled, is none. */
function isActive({ situation, beneficiaries }: Commission): boolean {
  if (foldText(situation.name).startsWith("cancelad")) return false;
  const payments = beneficiaries.flatMap((beneficiary) => beneficiary.payments);
  return payments.length === 0 || payments.some((payment) => !payment.void);
}

type Item = NewCommission["items"][number];

/** What the Hub's finance has not registered yet stands on the reservation itself. */
function fromReservation({ id, commissions, broker }: Reservation): Array<Item | null> {
  return commissions.rows.flatMap(({ to, who, document, kind: letter, amount }, index) => {
    const amountCents = certainCents(amount);
    const kind = letter.toUpperCase();
    if (amountCents === 0) return [];
    if (amountCents === null || (kind !== "C" && kind !== "P" && kind !== "E")) return [null];
    const known = document || (foldText(to) === "corretor" ? broker.document : "");
    return [
      {
        code: `HUB-${id}-${index + 1}`,
        amountCents,
        to,
        who,
        ...(known === "" ? {} : { document: known }),
        kind,
      },
    ];
  });
}

function toItems({ id, beneficiaries }: Commission): Array<Item | null> {
  return beneficiaries.map((beneficiary, index) => {
    const amountCents = certainCents(beneficiary.amount);
    const kind = beneficiary.kind.toUpperCase();
    if (amountCents === null || (kind !== "C" && kind !== "P" && kind !== "E")) return null;
    const dueDay = beneficiary.payments.find((payment) => !payment.void)?.dueDay;
    return {
      code: `HUB-${id}-${beneficiary.id ?? index + 1}`,
      amountCents,
      to: beneficiary.to,
      who: beneficiary.name,
      ...(beneficiary.document === "" ? {} : { document: beneficiary.document }),
      kind,
      ...(dueDay ? { dueDay } : {}),
    };
  });
}
