import { formatReais } from "@/lib/core/money.ts";
import { formatCount } from "@/lib/core/format-count.ts";
import { endOpenDecisions } from "@/db/queries/flows/decisions-write.ts";
import {
  done,
  skipped,
  type Step,
  type StepContext,
  stuck,
} from "@/lib/engine/flows/define-flow.ts";
import { RESERVATION_STEP_LABEL } from "../words/reservation-steps.ts";
import { askAboutCommissions } from "../ask-about-commissions.ts";
import {
  addCommission,
  type Commission,
  type CommissionItem,
  listCommissions,
  markPaid,
  RECEIVER_WORDS,
  type ReceiverWord,
} from "../cv/commissions.ts";
import type { Reservation } from "../cv/reservation-shape.ts";
import { describeCommissions } from "../describe-commissions.ts";
import { listWays, openSides, type Side, type Sides } from "../open-sides.ts";
import { readPartLead } from "../read-part-lead.ts";
import { readHub, readTerminal } from "../read-sides.ts";
import { compareCommissions, foldReceiver, isActive } from "../rules/compare-commissions.ts";
import { foldText } from "../rules/fold-text.ts";
import { certainCents } from "../wire/amount.ts";

/**
 * Commissions of both sides: registered where only the other side has them, marked as paid where the other
 * side knows that they are, and asked about where making them the same would undo something.
 */
export const copyCommissions: Step = {
  name: "copy-commissions",
  label: RESERVATION_STEP_LABEL["copy-commissions"],
  system: "terminal",
  supporting: true,
  async run(ctx) {
    const sides = await openSides(ctx);
    const lead = readPartLead(ctx, "commissions", sides.terminal.environment);
    if (lead === "off") return skipped("A cópia de comissões está desligada para este terminal.");
    const ways = lead === "ask" ? [] : listWays(sides, lead);
    let now = await readBoth(ctx, sides);
    if (now.hub.length + now.terminal.length === 0) {
      ctx.saveAtEnd({ commissionsAgreed: null, commissionsApart: 0 });
      return done(null, "O financeiro ainda não registrou comissões desta reserva.");
    }
    const notes: string[] = [];
    for (const [from, to] of ways) {
      if (!isMissing(ctx, now, from, to)) continue;
      const items = await translate(ctx, now[from.side], from, to);
      if ("sentence" in items) return stuck(items.sentence);
      await addCommission(to.cv, { reservationId: to.reservationId, ...items });
      now = await readBoth(ctx, sides);
      if (now[to.side].length === 0)
        return stuck(
          `${to.cv.label} confirmou o recebimento das comissões, mas elas não aparecem. Confira lá e repita a etapa.`,
        );
      notes.push(
        `${formatCount(items.items.length, "comissão registrada", "comissões registradas")} em ${to.cv.label}.`,
      );
    }
    const marked = await markAllPaid(ctx, sides, ways, now);
    if (marked > 0) {
      now = await readBoth(ctx, sides);
      notes.push(`${formatCount(marked, "pagamento marcado", "pagamentos marcados")} como pago.`);
    }
    const compared = compareCommissions(now.hub, now.terminal);
    const apart = compared.differences.length + compared.paid.length;
    await ctx.save({ commissionsApart: apart });
    if (apart > 0) {
      if (ctx.subject.facts.commissionsSettled === now.described)
        return done(null, "As comissões são diferentes nos dois lados, como um usuário decidiu.");
      // An open question keeps what it showed: what changed after it is asked once it is answered.
      if (ctx.subject.facts.commissionsAsked == null)
        ctx.saveAtEnd({ commissionsAsked: now.described });
      return askAboutCommissions(compared, now, sides);
    }
    ctx.saveAtEnd({
      commissionsAsked: null,
      commissionsAgreed: {
        [sides.hub.place]: now.hub.map(({ id }) => id),
        [sides.terminal.place]: now.terminal.map(({ id }) => id),
      },
    });
    // Both sides agree by now: whoever was asked need not answer.
    ctx.writeAtEnd((tx) =>
      endOpenDecisions(
        tx,
        { organizationId: ctx.organization.id, subjectId: ctx.subject.id },
        ["commissions"],
        ctx.now(),
      ),
    );
    return done(null, notes.join(" ") || "As comissões são as mesmas nos dois lados.");
  },
};

/** The active commissions of both sides; `described` is what was seen, cancelled ones included. */
interface Both {
  hub: Commission[];
  terminal: Commission[];
  described: string;
}

async function readBoth(ctx: StepContext, { hub, terminal }: Sides): Promise<Both> {
  const seen = [];
  for (const { place, cv, reservationId } of [hub, terminal])
    seen.push({ place, commissions: await listCommissions(cv, reservationId) });
  const described = describeCommissions(seen);
  ctx.saveAtEnd({ commissionsSeen: described });
  const [inHub, inTerminal] = seen.map(({ commissions }) => commissions.filter(isActive));
  return { hub: inHub ?? [], terminal: inTerminal ?? [], described };
}

/**
 * Whether the receiver never had what the other side has. What both sides had and one of them cancelled is
 * not registered again, unless the other side has a new one.
 */
function isMissing(ctx: StepContext, now: Both, from: Side, to: Side): boolean {
  if (now[from.side].length === 0 || now[to.side].length > 0) return false;
  const agreed = (ctx.subject.facts.commissionsAgreed ?? {}) as Record<string, number[]>;
  const before = agreed[from.place] ?? [];
  return (
    (agreed[to.place] ?? []).length === 0 || now[from.side].some(({ id }) => !before.includes(id))
  );
}

/** Says on the other side what one side knows to be paid; each a row of the journal. Gives how many. */
async function markAllPaid(
  ctx: StepContext,
  sides: Sides,
  ways: ReadonlyArray<[Side, Side]>,
  now: Both,
): Promise<number> {
  let marked = 0;
  for (const { on, open } of compareCommissions(now.hub, now.terminal).paid) {
    const way = ways.find(([from]) => from.side === on);
    const { id } = open;
    if (!way || id === null) continue;
    const [from, to] = way;
    const { status } = await ctx.item(
      `${to.place}/pagamento-${id}`,
      `Pagamento ${id} de ${to.cv.label}, pago em ${from.cv.label}`,
      async () => {
        await markPaid(to.cv, id);
        return done({ id });
      },
    );
    if (status === "done") marked += 1;
  }
  return marked;
}

/** The commissions of one side as the other takes them, with that side's own numbers; or why not. */
async function translate(
  ctx: StepContext,
  commissions: readonly Commission[],
  from: Side,
  to: Side,
): Promise<
  | { developmentCode: string; blockCode: string; unitCode: string; items: CommissionItem[] }
  | { sentence: string }
> {
  const { unit, broker } =
    to.side === "hub" ? await readHub(ctx) : await readTerminal(ctx, to.cv, to.reservationId);
  const items: CommissionItem[] = [];
  for (const item of commissions.flatMap((commission) => toItems(commission, from, broker))) {
    if ("sentence" in item) return item;
    items.push(item);
  }
  const { code: developmentCode } = unit.development;
  const { code: blockCode } = unit.block;
  if (developmentCode === null || blockCode === null || unit.code === null)
    return {
      sentence: `A unidade não tem os códigos internos de empreendimento, bloco e unidade em ${to.cv.label}, que a comissão exige. Preencha-os lá e repita a etapa.`,
    };
  return { developmentCode, blockCode, unitCode: unit.code, items };
}

/** A commission as CV takes it, or why it cannot. */
type Translated = CommissionItem | { sentence: string };

function toItems(
  { id, beneficiaries }: Commission,
  from: Side,
  seller: Reservation["broker"],
): Translated[] {
  return beneficiaries.map((beneficiary, index) => {
    const who = `A comissão de ${beneficiary.to || "um beneficiário"}`;
    const amountCents = certainCents(beneficiary.amount);
    const kind = beneficiary.kind.toUpperCase();
    if (amountCents === null || (kind !== "C" && kind !== "P" && kind !== "E"))
      return {
        sentence: `${who} tem valor ou tipo ambíguo. Corrija-a em ${from.cv.label} e repita a etapa.`,
      };
    const to = findReceiverWord(beneficiary.to);
    if (to === null)
      return {
        sentence: `${who} não é de nenhum dos recebedores aceitos pelo CV (${RECEIVER_WORDS.join(", ")}). Corrija-a em ${from.cv.label} e repita a etapa.`,
      };
    const receiver = findReceiver(beneficiary.document, to, seller);
    if (receiver === null)
      return {
        sentence: `${who} não tem o documento de quem recebe. Complete o cadastro em ${from.cv.label} e repita a etapa.`,
      };
    const code = `${from.environment.code.toUpperCase()}-${id}-${beneficiary.id ?? index + 1}`;
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
        sentence: `${who} não tem valor e vencimento programados, que o CV exige. Programe o pagamento em ${from.cv.label} e repita a etapa.`,
      };
    const sum = programmed.reduce((total, payment) => total + payment.amountCents, 0);
    if (sum !== amountCents)
      return {
        sentence: `${who} é de ${formatReais(amountCents)} e os pagamentos programados somam ${formatReais(sum)}. Corrija-os em ${from.cv.label} e repita a etapa.`,
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

function findReceiverWord(shown: string): ReceiverWord | null {
  const word = foldReceiver(shown);
  return RECEIVER_WORDS.find((one) => foldText(one) === word) ?? null;
}

/** By document, else by the number that the receiving side has for who sells. */
function findReceiver(
  document: string,
  to: ReceiverWord,
  seller: Reservation["broker"],
): CommissionItem["receiver"] | null {
  if (document !== "") return { document };
  const id = to === "corretor" ? seller.id : to === "imobiliária" ? seller.agency.id : null;
  return id === null ? null : { id };
}
