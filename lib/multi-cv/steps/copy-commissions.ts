import { readTerminalOptions } from "../words/environment-options.ts";
import { RESERVATION_STEP_LABEL } from "../words/reservation-steps.ts";
import { done, skipped, type Step, stuck } from "@/lib/engine/flows/define-flow.ts";
import { formatReais } from "@/lib/core/money.ts";
import {
  addCommission,
  type Commission,
  type CommissionItem,
  listCommissions,
  RECEIVER_WORDS,
  type ReceiverWord,
} from "../cv/commissions.ts";
import { describeCommissions } from "../describe-commissions.ts";
import { openSides } from "../open-sides.ts";
import { needTerminalId, openTerminal, readTerminal } from "../read-sides.ts";
import { foldText } from "../rules/fold-text.ts";
import { type SellerReading, validateBroker } from "./validate-broker.ts";
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
    const { hub, terminal } = await openSides(ctx);
    const inHub = await listCommissions(hub.cv, hub.reservationId);
    const inTerminal = await listCommissions(terminal.cv, terminal.reservationId);
    const saveSeen = (now: readonly Commission[]) =>
      ctx.save({
        commissionsSeen: describeCommissions([
          { place: hub.place, commissions: inHub },
          { place: terminal.place, commissions: now },
        ]),
      });
    await saveSeen(inTerminal);
    const registered = inHub.filter(isActive);
    // What the Hub's finance has not registered yet stands in the reservation's rules, which go with it.
    if (registered.length === 0)
      return done({ ids: [] }, "O financeiro do Hub ainda não registrou comissões desta reserva.");
    const items = registered.flatMap((commission) =>
      toItems(commission, ctx.resultOf(validateBroker)),
    );
    // Also how a lost answer is found: there is at most one active.
    const there = inTerminal.filter(isActive);
    if (there.length > 0)
      return done(
        { ids: there.map(({ id }) => id) },
        "O terminal já tem comissão ativa para a reserva.",
      );
    const ready: CommissionItem[] = [];
    for (const item of items) {
      if ("sentence" in item) return stuck(item.sentence);
      ready.push(item);
    }
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
      items: ready,
    });
    const now = await listCommissions(cv, reservationId);
    await saveSeen(now);
    const made = now.filter(isActive);
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

/** A commission as the terminal takes it, or why it cannot. */
type Translated = CommissionItem | { sentence: string };

function toItems({ id, beneficiaries }: Commission, seller: SellerReading | null): Translated[] {
  return beneficiaries.map((beneficiary, index) => {
    const who = `A comissão de ${beneficiary.to || "um beneficiário"}`;
    const amountCents = certainCents(beneficiary.amount);
    const kind = beneficiary.kind.toUpperCase();
    if (amountCents === null || (kind !== "C" && kind !== "P" && kind !== "E"))
      return { sentence: `${who} tem valor ou tipo ambíguo. Corrija-a no Hub e repita a etapa.` };
    const to = findReceiverWord(beneficiary.to);
    if (to === null)
      return {
        sentence: `${who} não é de nenhum dos recebedores aceitos pelo CV (${RECEIVER_WORDS.join(", ")}). Corrija-a no Hub e repita a etapa.`,
      };
    const receiver = findReceiver(beneficiary.document, to, seller);
    if (receiver === null)
      return {
        sentence: `${who} não tem o documento de quem recebe. Complete o cadastro no Hub e repita a etapa.`,
      };
    const code = `HUB-${id}-${beneficiary.id ?? index + 1}`;
    const payments = beneficiary.payments
      .filter((payment) => !payment.void)
      .map(({ id: paymentId, amount, dueDay, measuredOn }, position) => ({
        code: `${code}-${paymentId ?? position + 1}`,
        amountCents: certainCents(amount),
        dueDay,
        measuredOn,
      }));
    const programmed = payments.filter(isProgrammed);
    if (programmed.length === 0 || programmed.length !== payments.length)
      return {
        sentence: `${who} não tem valor e vencimento programados, que o terminal exige. Programe o pagamento no Hub e repita a etapa.`,
      };
    const sum = programmed.reduce((total, payment) => total + payment.amountCents, 0);
    if (sum !== amountCents)
      return {
        sentence: `${who} é de ${formatReais(amountCents)} e os pagamentos programados somam ${formatReais(sum)}. Corrija-os no Hub e repita a etapa.`,
      };
    return { code, to, receiver, kind, amountCents, payments: programmed };
  });
}

type Payment = CommissionItem["payments"][number];
const isProgrammed = (payment: {
  code: string;
  amountCents: number | null;
  dueDay: string | null;
  measuredOn: string | null;
}): payment is Payment => payment.amountCents !== null && payment.dueDay !== null;

/** "Imobiliária (Reserva)" is how CV shows what it takes as "imobiliária". */
function findReceiverWord(shown: string): ReceiverWord | null {
  const word = foldText(shown.replace(/\(.*$/, ""));
  return RECEIVER_WORDS.find((one) => foldText(one) === word) ?? null;
}

/** By document, else by the number that the terminal has for who sells. */
function findReceiver(
  document: string,
  to: ReceiverWord,
  seller: SellerReading | null,
): CommissionItem["receiver"] | null {
  if (document !== "") return { document };
  if (!seller) return null;
  if (to === "corretor") return { id: seller.brokerId };
  return to === "imobiliária" ? { id: seller.agencyId } : null;
}
