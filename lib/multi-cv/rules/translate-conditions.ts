import { type Cents, formatReais } from "@/lib/core/money.ts";
import { type Day, formatDay } from "@/lib/core/period.ts";
import type { NewReservation } from "../cv/create-reservation.ts";
import type { ConditionSeries } from "../cv/read-conditions.ts";
import type { Series } from "../cv/list-series.ts";
import { type Amount, certainCents, isAmbiguous, matchAmounts } from "../wire/amount.ts";
import { foldText } from "./fold-text.ts";
import { formatCount } from "@/lib/core/format-count.ts";

/** A payment series of a Hub reservation, as `condicao-pagamentos` gives it. */
export type HubSeries = Pick<
  ConditionSeries,
  "seriesId" | "seriesCode" | "name" | "initials" | "count" | "indexer" | "holdsCommission"
> &
  Partial<Pick<ConditionSeries, "interest" | "bearer">> & {
    instalments: ReadonlyArray<{
      dueDay: Day;
      amount: Amount;
      amountWithInterest?: Amount | null;
    }>;
  };

/** A payment series of a terminal's catalogue. */
export type TerminalSeries = Pick<
  Series,
  "id" | "code" | "name" | "initials" | "everyMonths" | "allowedDays"
>;

/** What a person confirmed for this terminal. */
export interface ConditionMaps {
  /** Hub series id → terminal series id. */
  series: ReadonlyMap<string, number>;
  /** Folded name of the Hub's indexer → terminal indexer id. */
  indexers: ReadonlyMap<string, number>;
  /** Folded name of the Hub's bearer → terminal bearer id. */
  bearers: ReadonlyMap<string, number>;
}

/** One series as the terminal takes it: this many equal instalments. */
export type TerminalCondition = NewReservation["conditions"][number];

export type Translation =
  | { conditions: TerminalCondition[]; totalCents: Cents }
  | { sentence: string };

/**
 * Hub series → terminal series, proven: Σ (count × amount) is the contract's value to the cent, or
 * a sentence says what is in the way.
 */
export function translateConditions(
  hub: { contractAmount: Amount; series: readonly HubSeries[] },
  terminal: readonly TerminalSeries[],
  maps: ConditionMaps,
): Translation {
  if (hub.series.length === 0)
    return {
      sentence:
        "A reserva não tem nenhuma condição de pagamento no Hub. Preencha as condições e repita a etapa.",
    };
  const short = hub.series.find(
    ({ count, instalments }) => instalments.length === 0 || instalments.length !== count,
  );
  if (short)
    return {
      sentence: `A série ${short.name} informa ${formatCount(short.count, "parcela", "parcelas")}, mas contém ${short.instalments.length.toLocaleString("pt-BR")}. Corrija a condição no Hub e repita a etapa.`,
    };
  const bearing = hub.series.find(bearsInterest);
  if (bearing)
    return {
      sentence: `A série ${bearing.name} tem juros no Hub${bearing.interest ? ` (${bearing.interest})` : ""}, e a API do CV não recebe juros ao criar uma reserva: sem eles o contrato seria outro. Crie a reserva no terminal com os juros e vincule-a em Reservas › Vincular ao terminal, ou retire os juros no Hub e repita a etapa.`,
    };
  const amounts = hub.series.flatMap(({ instalments }) => instalments.map(({ amount }) => amount));
  const proof = matchAmounts(
    hub.contractAmount,
    amounts.map((amount) => ({ amount, times: 1 })),
  );
  if (!proof) return { sentence: describeUnsettled(hub.contractAmount, amounts) };
  const conditions: TerminalCondition[] = [];
  let offset = 0;
  for (const series of hub.series) {
    const found = findSeries(series, terminal, maps);
    if ("sentence" in found) return found;
    const indexer = findIndexer(series, maps);
    if ("sentence" in indexer) return indexer;
    const instalments = series.instalments.map(({ dueDay }, index) => ({
      dueDay,
      cents: proof.parts[offset + index] ?? 0,
    }));
    offset += instalments.length;
    const bearer = findBearer(series, maps);
    if ("sentence" in bearer) return bearer;
    const refused = refuseInstalments(series, found.series, instalments);
    if (refused) return { sentence: refused };
    const sorted = instalments.toSorted((a, b) =>
      a.dueDay < b.dueDay ? -1 : a.dueDay > b.dueDay ? 1 : 0,
    );
    for (const run of inRuns(sorted, found.series.everyMonths))
      conditions.push({
        seriesId: found.series.id,
        ...run,
        indexerId: indexer.id,
        ...(bearer.id === null ? {} : { bearerId: bearer.id }),
        holdsCommission: series.holdsCommission,
      });
  }
  // Proven again on what is really sent, not on what it was made from.
  const sent = conditions.reduce((sum, { count, amountCents }) => sum + count * amountCents, 0);
  return sent === proof.total
    ? { conditions, totalCents: sent }
    : { sentence: describeDifference(proof.total - sent, proof.total) };
}

function describeUnsettled(total: Amount, parts: readonly Amount[]): string {
  const read = (amount: Amount) => ("cents" in amount ? amount.cents : amount.asDecimals);
  const difference = read(total) - parts.reduce((sum, part) => sum + read(part), 0);
  // It fits, and still was not settled: then the other reading fits as well.
  if (difference === 0 && [total, ...parts].some(isAmbiguous))
    return "Os valores das condições são ambíguos (três dígitos depois do ponto) e a soma não permite definir o valor correto. Corrija os valores no Hub e repita a etapa.";
  return describeDifference(difference, read(total));
}

function describeDifference(difference: Cents, total: Cents): string {
  const word = difference > 0 ? "faltam" : "sobram";
  return `As condições de pagamento não somam o valor do contrato de ${formatReais(total)}: ${word} ${formatReais(Math.abs(difference))}. Corrija as condições no Hub e repita a etapa.`;
}

/**
 * By what a person confirmed, else by the internal code, else by initials and rhythm; never by a
 * number that only happens to be equal.
 */
function findSeries(
  series: HubSeries,
  terminal: readonly TerminalSeries[],
  maps: ConditionMaps,
): { series: TerminalSeries } | { sentence: string } {
  const confirmed = series.seriesId === null ? undefined : maps.series.get(String(series.seriesId));
  if (confirmed !== undefined) {
    const mapped = terminal.find(({ id }) => id === confirmed);
    return mapped
      ? { series: mapped }
      : {
          sentence: `A série ${series.name} está mapeada para uma série que não existe mais no terminal. Refaça o mapeamento de séries e repita a etapa.`,
        };
  }
  const byCode =
    series.seriesCode === null
      ? []
      : terminal.filter((candidate) => candidate.code === series.seriesCode);
  if (byCode.length === 1 && byCode[0]) return { series: byCode[0] };
  const rhythm = rhythmOf(series.instalments.map(({ dueDay }) => dueDay).toSorted());
  const byInitials = terminal.filter(
    (candidate) =>
      series.initials !== "" &&
      foldText(candidate.initials) === foldText(series.initials) &&
      (rhythm === null || (candidate.everyMonths ?? rhythm) === rhythm),
  );
  if (byCode.length === 0 && byInitials.length === 1 && byInitials[0])
    return { series: byInitials[0] };
  const many = byCode.length + byInitials.length > 0;
  return {
    sentence: `A série ${series.name} do Hub ${many ? "corresponde a mais de uma série do terminal" : "não tem correspondente no terminal"}. Confirme a correspondência em Mapeamentos › Séries e repita a etapa.`,
  };
}

function findIndexer(
  series: HubSeries,
  maps: ConditionMaps,
): { id: number | null } | { sentence: string } {
  if (series.indexer.trim() === "") return { id: null };
  const id = maps.indexers.get(foldText(series.indexer));
  return id === undefined
    ? {
        sentence: `O indexador ${series.indexer} da série ${series.name} não existe no terminal. Cadastre-o ou confirme a correspondência em Mapeamentos › Indexadores e repita a etapa.`,
      }
    : { id };
}

/** By what CV calls it, or by an instalment that is another with its interest. */
function bearsInterest({ interest = "", instalments }: HubSeries): boolean {
  return (
    interest !== "" ||
    instalments.some(({ amount, amountWithInterest: more }) => {
      const [plain, whole] = [certainCents(amount), certainCents(more ?? null)];
      return plain !== null && whole !== null && whole > 0 && plain !== whole;
    })
  );
}

function findBearer(
  { bearer = "", name }: HubSeries,
  maps: ConditionMaps,
): { id: number | null } | { sentence: string } {
  if (bearer.trim() === "") return { id: null };
  const id = maps.bearers.get(foldText(bearer));
  return id === undefined
    ? {
        sentence: `O portador ${bearer} da série ${name} não tem correspondente no terminal. Adicione-o em Mapeamentos › Portadores, com o número que ele tem no terminal, e repita a etapa.`,
      }
    : { id };
}

function refuseInstalments(
  hub: HubSeries,
  terminal: TerminalSeries,
  instalments: ReadonlyArray<{ dueDay: Day; cents: Cents }>,
): string | null {
  if (instalments.some(({ cents }) => cents <= 0))
    return `A série ${hub.name} tem uma parcela sem valor. Corrija a condição no Hub e repita a etapa.`;
  const wrong =
    terminal.allowedDays.length === 0
      ? undefined
      : instalments.find(({ dueDay }) => !isAllowedDay(dueDay, terminal.allowedDays));
  return wrong
    ? `A série ${terminal.name} do terminal aceita vencimentos nos dias ${terminal.allowedDays.join(", ")} e há uma parcela em ${formatDay(wrong.dueDay)}. Corrija o vencimento no Hub ou os dias permitidos no terminal e repita a etapa.`
    : null;
}

/** The last day of a short month stands for any later allowed day. */
function isAllowedDay(due: string, allowed: readonly number[]): boolean {
  const day = Number(due.slice(8, 10));
  return (
    allowed.includes(day) ||
    (day === daysInMonth(due) && allowed.some((candidate) => candidate > day))
  );
}

const daysInMonth = (day: string) =>
  new Date(Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)), 0)).getUTCDate();

/** The day `months` later as a payment plan counts it: the same day of the month, or its last. */
function monthsLater(day: string, months: number): string {
  const count = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1 + months;
  const month = `${String(Math.floor(count / 12)).padStart(4, "0")}-${String((count % 12) + 1).padStart(2, "0")}`;
  return `${month}-${String(Math.min(Number(day.slice(8, 10)), daysInMonth(`${month}-01`))).padStart(2, "0")}`;
}

/** Whole months between consecutive dates, when it is always the same number; null otherwise. */
function rhythmOf(dues: readonly string[]): number | null {
  const [first, second] = dues;
  if (first === undefined || second === undefined) return null;
  const step =
    (Number(second.slice(0, 4)) - Number(first.slice(0, 4))) * 12 +
    Number(second.slice(5, 7)) -
    Number(first.slice(5, 7));
  return step > 0 && dues.every((due, index) => due === monthsLater(first, step * index))
    ? step
    : null;
}

/** Equal instalments at the series' own rhythm go as one row; where value or date leaves the row, another begins. */
function inRuns(
  instalments: ReadonlyArray<{ dueDay: Day; cents: Cents }>,
  everyMonths: number | null,
): Array<{ count: number; amountCents: Cents; firstDueDay: Day }> {
  const runs: Array<{ count: number; amountCents: Cents; firstDueDay: Day }> = [];
  for (const { dueDay, cents } of instalments) {
    const run = runs.at(-1);
    if (
      run &&
      run.amountCents === cents &&
      everyMonths !== null &&
      dueDay === monthsLater(run.firstDueDay, everyMonths * run.count)
    )
      run.count += 1;
    else runs.push({ count: 1, amountCents: cents, firstDueDay: dueDay });
  }
  return runs;
}
