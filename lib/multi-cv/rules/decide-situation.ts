import { isFinal, isOver, isWhere, SITUATION_WORD } from "../words/situations.ts";
import { decideWithdrawn } from "./decide-withdrawn.ts";
import {
  ask,
  keep,
  moveTo,
  CONTRACT_WORD,
  type ContractFacts,
  type Decision,
  type DecisionSettings,
  type SituationFacts,
} from "./situation-decision.ts";

/** The table of what a contract makes of a reservation, with its guards. Pure: everything was read live before. */
export function decideSituation(facts: SituationFacts, settings: DecisionSettings): Decision {
  const mine = facts.contracts.filter((contract) => isInPlace(contract, facts.expected));
  const active = mine.filter(({ state }) => state !== "cancelled");
  if (active.length > 1)
    return ask(
      "ambiguous",
      null,
      `Há ${active.length} contratos ativos no Sienge para a mesma reserva (${active.map(({ number }) => number).join(", ")}). Escolha qual deles vale.`,
    );
  const [contract] = active.length === 1 ? active : mine.toSorted((a, b) => b.id - a.id);
  if (!contract) return decideWithoutContract(facts, settings);
  if (active.length === 0 && new Set(mine.map(({ issueDate }) => issueDate !== null)).size > 1) {
    return ask(
      "ambiguous",
      null,
      "Há mais de um contrato cancelado no Sienge para a mesma reserva, um emitido e outro não. Escolha se a reserva foi cancelada ou distratada.",
    );
  }
  const read = readContract(contract, settings);
  return (
    decideWithdrawn(facts, settings, contract, read) ??
    askEnded(facts, contract, read) ??
    guard(facts, read)
  );
}

/** One side is over and the contract lives: the other side and Sienge would go on without a word. */
function askEnded(
  { hub, terminal }: SituationFacts,
  { id, number, state }: ContractFacts,
  read: Decision,
): Decision | null {
  if (read.kind !== "keep" || isFinal(hub) === isFinal(terminal)) return null;
  return ask(
    isFinal(hub) ? "hub_cancelled" : "terminal_cancelled",
    id,
    `A reserva está ${SITUATION_WORD[hub]} no Hub e ${SITUATION_WORD[terminal]} no terminal, e o contrato ${number} está ${CONTRACT_WORD[state]} no Sienge, onde o Enlace não cancela contratos. Escolha a situação correta da reserva.`,
  );
}

function readContract(contract: ContractFacts, settings: DecisionSettings): Decision {
  const { id, number, state, issueDate } = contract;
  if (state === "unknown")
    return ask(
      "unknown_state",
      id,
      `O contrato ${number} está no Sienge em uma situação desconhecida. Escolha o que ela significa para a reserva.`,
    );
  const is = `O contrato ${number} está ${CONTRACT_WORD[state]} no Sienge`;
  if (state === "cancelled") {
    return issueDate
      ? moveTo("rescinded", id, `${is} depois de emitido: a reserva passa a distratada.`)
      : moveTo("cancelled", id, `${is} sem ter sido emitido: a reserva passa a cancelada.`);
  }
  // "Emitido" without a date is not believed: the date is what makes a sale.
  if (state === "issued" && issueDate)
    return moveTo("sold", id, `${is}: a reserva passa a vendida.`);
  if (state === "authorized" && settings.authorizedIsSold)
    return moveTo(
      "sold",
      id,
      `${is}, o que conta como venda nesta integração: a reserva passa a vendida.`,
    );
  return keep(
    id,
    `${is}${state === "issued" ? ", mas sem data de emissão" : ""}: a reserva continua em “pode faturar”.`,
  );
}

/** Never backwards: what was cancelled or rescinded leaves that only by a person's hand. */
function guard(facts: SituationFacts, decision: Decision): Decision {
  if (decision.kind !== "carry") return decision;
  const { hub, terminal } = facts;
  const { target, contractId } = decision;
  if (isWhere(hub, target) && isWhere(terminal, target))
    return keep(contractId, `Hub e terminal já estão com a reserva ${SITUATION_WORD[target]}.`);
  const against = [hub, terminal].find((kind) => isFinal(kind) && kind !== target);
  if (against)
    return ask(
      "backwards",
      contractId,
      `A reserva está ${SITUATION_WORD[against]} e o Sienge diz que ela deveria estar ${SITUATION_WORD[target]}. Essa mudança não é feita automaticamente. Escolha a situação correta.`,
    );
  if (target === "cancelled" && [hub, terminal].includes("sold"))
    return ask(
      "sold_unissued",
      contractId,
      "A reserva está vendida, mas o contrato foi cancelado no Sienge sem data de emissão. Decida se é cancelamento ou distrato.",
    );
  return decision;
}

function decideWithoutContract(facts: SituationFacts, settings: DecisionSettings): Decision {
  const { hub, terminal, linked } = facts;
  if (isOver(hub) && isOver(terminal))
    return keep(null, "A reserva já está encerrada nos dois ambientes.");
  if (linked) return decideRemoved(facts, linked, settings);
  const withdrawn = decideWithdrawn(facts, settings, null, null);
  if (withdrawn) return withdrawn;
  if (isFinal(hub)) return decideHubCancelled(facts);
  if (isFinal(terminal))
    return ask(
      "terminal_cancelled",
      null,
      `A reserva está ${SITUATION_WORD[terminal]} no terminal, continua ${SITUATION_WORD[hub]} no Hub e não tem contrato no Sienge. Decida se ela também deve ser encerrada no Hub.`,
    );
  if (facts.hoursWaiting >= settings.hoursBeforeMissing)
    return ask(
      "not_in_sienge",
      null,
      `A reserva está em “pode faturar” há ${Math.floor(facts.hoursWaiting)} horas e ainda não tem contrato no Sienge. Veja no terminal o problema informado pela integração com o Sienge e reenvie.`,
    );
  return keep(null, "Ainda não há contrato no Sienge para esta reserva.");
}

/** Removed is not cancelled: the contract may come back under another number. */
function decideRemoved(
  facts: SituationFacts,
  linked: NonNullable<SituationFacts["linked"]>,
  settings: DecisionSettings,
): Decision {
  const reissued = facts.onUnit.filter(
    (contract) =>
      contract.id !== linked.contractId &&
      contract.state !== "cancelled" &&
      isInPlace(contract, facts.expected),
  );
  const [only] = reissued;
  if (reissued.length > 1)
    return ask(
      "ambiguous",
      null,
      `O contrato vinculado foi removido do Sienge e há ${reissued.length} contratos ativos na mesma unidade. Escolha qual deles vale.`,
    );
  if (only)
    return ask(
      "relink",
      only.id,
      `O contrato vinculado foi removido do Sienge e o contrato ${only.number}, da mesma unidade, pode ser a sua reemissão. Confirme o vínculo.`,
    );
  if (!linked.issued && settings.removedUnissued === "cancel")
    return guard(
      facts,
      moveTo(
        "cancelled",
        null,
        "O contrato foi removido do Sienge sem ter sido emitido: a reserva passa a cancelada.",
      ),
    );
  return ask(
    "removed",
    null,
    "O contrato vinculado foi removido do Sienge e não há outro para a reserva nem para a unidade. A remoção no Sienge não cancela a reserva. Escolha como prosseguir.",
  );
}

/** Cancelled in the Hub before a contract exists: the terminal follows unless it was sold or sent to Sienge. */
function decideHubCancelled({ hub, terminal }: SituationFacts): Decision {
  if (terminal === "sold" || terminal === "unknown")
    return ask(
      "hub_cancelled",
      null,
      `A reserva está ${SITUATION_WORD[hub]} no Hub e ${SITUATION_WORD[terminal]} no terminal, sem contrato no Sienge. Escolha a situação correta.`,
    );
  return moveTo(
    "cancelled",
    null,
    "A reserva foi cancelada no Hub antes de existir contrato no Sienge: ela é cancelada também no terminal.",
  );
}

/** Same external id in another enterprise or company is another terminal's reservation. */
export function isInPlace(
  contract: Pick<ContractFacts, "enterpriseId" | "companyId">,
  expected: SituationFacts["expected"],
): boolean {
  return (
    (expected.enterpriseId === null || contract.enterpriseId === expected.enterpriseId) &&
    (expected.companyId === null || contract.companyId === expected.companyId)
  );
}
