import { findReservationsBy } from "@/db/queries/flows/reservations-for-flow.ts";
import { saveFacts } from "@/db/queries/flows/subjects.ts";
import type { Environment, FlowContext } from "@/lib/engine/flows/flow-context.ts";
import { openSiengeLine, openSiengeOf } from "./open-lines.ts";
import { readIds } from "./rules/read-event-ids.ts";
import type { SalesContract } from "./sienge/contract-shape.ts";
import { listContracts } from "./sienge/list-contracts.ts";
import { readCustomer } from "./sienge/registers.ts";
import { startChanges } from "./start-flows.ts";
import { ResourceForbidden } from "./wire/judge-answer.ts";

/** More customers than a contract has: a message that names so many is no message of Sienge. */
const MOST_CUSTOMERS = 20;

/**
 * A contract whose rights passed to other customers. The message names the bill and the customers, and a
 * contract is found by these alone; who it belongs to now is read live, by the run that asks.
 */
export async function handleAssignment(
  ctx: FlowContext,
  source: string,
  billId: number,
  body: unknown,
): Promise<string> {
  const sienge = openSiengeLine(ctx.environments.byCode(source));
  const customers = ["customersIdAfter", "customersIdBefore"].flatMap((name) =>
    readIds(body, name),
  );
  const contract = await findContract(sienge, billId, customers.slice(0, MOST_CUSTOMERS));
  if (!contract)
    return "A cessão de direitos é de um contrato que o Enlace não encontra no Sienge.";
  const scope = { organizationId: ctx.organization.id, integrationId: ctx.integrationId };
  const rows = await findReservationsBy(ctx.db, scope, { contractIds: [String(contract.id)] });
  for (const { subjectId } of rows)
    await ctx.db.transaction(async (tx) => {
      await saveFacts(tx, scope.organizationId, subjectId, { assignment: { bill: billId } });
      await startChanges(tx, { ...scope, start: ctx.startRun }, subjectId);
    });
  return rows.length === 0
    ? "A cessão de direitos não pertence a nenhuma reserva acompanhada."
    : `Cessão de direitos no contrato ${contract.number}: os titulares são conferidos nos três sistemas.`;
}

async function findContract(
  sienge: ReturnType<typeof openSiengeLine>,
  billId: number,
  customers: readonly number[],
): Promise<SalesContract | null> {
  for (const customerId of new Set(customers))
    for await (const contract of listContracts(sienge, { customerId }))
      if (contract.receivableBillId === billId) return contract;
  return null;
}

/** Whether Sienge told of an assignment that nobody has answered yet. */
export const isAssignmentOpen = (facts: Readonly<Record<string, unknown>>): boolean =>
  facts.assignment != null;

/** Document of a contract's main customer; null where Sienge does not let customers be read. */
export async function readMainCustomer(
  ctx: FlowContext,
  terminal: Environment,
  { customers }: SalesContract,
): Promise<string | null> {
  const main = customers.find((one) => one.main) ?? customers[0];
  if (!main) return null;
  try {
    return (await readCustomer(openSiengeOf(ctx, terminal).sienge, main.id))?.document || null;
  } catch (error) {
    if (error instanceof ResourceForbidden) return null;
    throw error;
  }
}
