import { z } from "zod";
import type { ContractFacts } from "./rules/situation-decision.ts";
import type { SalesContract } from "./sienge/contract-shape.ts";

/** A contract as the decision and the hub's memory need it. */
export function toContractFacts(contract: SalesContract): ContractFacts {
  const { id, number, enterpriseId, companyId, situation, issueDay } = contract;
  return {
    id,
    number,
    enterpriseId: enterpriseId ?? 0,
    companyId: companyId ?? 0,
    state: situation,
    issueDate: issueDay,
  };
}

const remembered = z.array(
  z.object({
    id: z.number(),
    number: z.string(),
    enterpriseId: z.number(),
    companyId: z.number(),
    state: z.enum(["requested", "authorized", "issued", "cancelled", "unknown"]),
    issueDate: z.string().nullable(),
  }),
);

/** The contracts that a subject remembers, as they were seen last. */
export function readRememberedContracts(facts: Readonly<Record<string, unknown>>): ContractFacts[] {
  return remembered.safeParse(facts.contracts ?? []).data ?? [];
}

/** The memory after a look: what was seen replaces what was known of it, what is gone goes. */
export function rememberContracts(
  known: readonly ContractFacts[],
  seen: readonly ContractFacts[],
  gone: readonly number[] = [],
): ContractFacts[] {
  const all = new Map([...known, ...seen].map((contract) => [contract.id, contract]));
  for (const id of gone) all.delete(id);
  return [...all.values()].sort((a, b) => a.id - b.id);
}
