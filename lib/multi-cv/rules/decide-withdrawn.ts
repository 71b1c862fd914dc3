import { isOver, isWithdrawn, SITUATION_WORD, type SituationKind } from "../words/situations.ts";
import {
  ask,
  type ContractFacts,
  CONTRACT_WORD,
  type Decision,
  type DecisionSettings,
  moveTo,
  type OwnSituation,
  type SituationFacts,
} from "./situation-decision.ts";

/**
 * One side went back to analysis or expired while the rest goes on: nobody else would be told. What the
 * contract makes sold is carried over a side that is only open, never over one that expired.
 */
export function decideWithdrawn(
  { hub, terminal, own, carried }: SituationFacts,
  { withdrawn }: DecisionSettings,
  contract: ContractFacts | null,
  read: Decision | null,
): Decision | null {
  const overtaken = (kind: SituationKind) =>
    read?.kind === "carry" && (read.target !== "sold" || kind === "open");
  const alive = contract !== null || carried;
  const inHub =
    isWithdrawn(hub) && !isOver(terminal) && (alive || SELLING.has(terminal)) && !overtaken(hub);
  const inTerminal = isWithdrawn(terminal) && !isOver(hub) && alive && !overtaken(terminal);
  if (read?.kind === "ask" || (!inHub && !inTerminal)) return null;
  // What the contract says is done all the same.
  if (withdrawn === "off") return null;
  if (withdrawn === "hub" && inHub && hub === "expired" && contract === null)
    return moveTo(
      "cancelled",
      null,
      "A reserva venceu no Hub antes de existir contrato no Sienge: ela é cancelada no terminal.",
    );
  const inSienge =
    contract === null
      ? "sem contrato no Sienge"
      : `com o contrato ${contract.number} ${CONTRACT_WORD[contract.state]} no Sienge`;
  return inHub
    ? {
        ...ask(
          "hub_withdrawn",
          contract?.id ?? null,
          `A reserva saiu de “pode faturar” no Hub depois da transferência (está ${nameOf(own.hub, hub)}) e continua ${SITUATION_WORD[terminal]} no terminal, ${inSienge}. O Enlace não cancela contratos no Sienge. Decida se a reserva segue ou é cancelada.`,
        ),
        about: own.hub.id ?? hub,
      }
    : {
        ...ask(
          "terminal_withdrawn",
          contract?.id ?? null,
          `A reserva saiu de “pode faturar” no terminal (está ${nameOf(own.terminal, terminal)}) e continua ${SITUATION_WORD[hub]} no Hub, ${inSienge}. Fora de “pode faturar” o terminal não a envia ao Sienge. Decida se a reserva segue ou é cancelada.`,
        ),
        about: own.terminal.id ?? terminal,
      };
}

const SELLING: ReadonlySet<SituationKind> = new Set(["ready", "sold"]);
const nameOf = ({ name }: OwnSituation, kind: SituationKind) =>
  name === "" ? SITUATION_WORD[kind] : `em “${name}”`;
