import type { NewContract } from "../sienge/contracts.ts";
import type { SiengePartner } from "../sienge/start-sienge.ts";
import { situationOf } from "./catalogue.ts";
import { partnerMoment } from "./partner-day.ts";
import { indexerName, totalCents } from "./render-reservation.ts";
import type { ReservationRow, Tenant } from "./tenant.ts";
import { BROKERS } from "./world.ts";

/** What a batch did in one terminal. */
export interface BatchResult {
  tenant: string;
  sent: number[];
  problems: Array<{ id: number; problem: string }>;
}

/**
 * CV's own integration at the 5-minute mark: what stands in "pode faturar" *now* goes to Sienge as a
 * contract "Solicitado"; what left it before was never sent. A problem stays on the reservation until it is freed.
 */
export function runBatch(tenant: Tenant, sienge: SiengePartner): BatchResult {
  const result: BatchResult = { tenant: tenant.name, sent: [], problems: [] };
  const invoicing = situationOf(tenant.catalogue, "pode_faturar");
  for (const { id, value } of tenant.store.list("reservations")) {
    if (value.situationId !== invoicing || value.erp.sent) continue;
    const made = toContract(tenant, id, value);
    const answer = "problem" in made ? made : sienge.receiveFromCv(made);
    if ("problem" in answer) {
      tenant.store.change("reservations", id, { erp: { ...value.erp, problem: answer.problem } });
      result.problems.push({ id, problem: answer.problem });
    } else {
      tenant.store.change("reservations", id, {
        erp: { sent: true, sentAt: partnerMoment(), contractNumber: answer.number, problem: null },
      });
      result.sent.push(id);
    }
  }
  return result;
}

function toContract(
  tenant: Tenant,
  id: number,
  row: ReservationRow,
): NewContract | { problem: string } {
  const { store, catalogue } = tenant;
  const development = catalogue.developments.find((one) => one.id === row.developmentId);
  const unit = store.get("units", row.unitId);
  const person = store.get("people", row.personId);
  const broker = store.get("brokers", row.brokerId);
  if (!development || !unit || !person) return { problem: "Cadastro incompleto" };
  if (!/^[\d()+ -]{8,15}$/.test(String(person.other.telefone ?? "")))
    return { problem: "Telefone do cliente em formato inválido" };
  return {
    externalId: String(id),
    number: `CVTERM${tenant.name.toUpperCase()}${unit.code}${id}`,
    enterpriseId: development.enterpriseId,
    enterpriseName: development.name,
    companyId: development.companyId,
    unitId: Number(unit.code),
    customer: { name: person.nome, document: person.documento },
    brokerId: BROKERS.find((one) => one.cpf === broker?.document)?.creditorId ?? null,
    value: totalCents(row) / 100,
    conditions: row.conditions.map((condition) => {
      const series = catalogue.series.find((one) => one.id === condition.seriesId);
      return {
        conditionTypeId: series?.code ?? series?.initials ?? "",
        conditionTypeName: series?.name ?? "",
        installmentsNumber: condition.count,
        firstPayment: condition.firstDueDay,
        totalValue: (condition.count * condition.amountCents) / 100,
        indexerId: indexerName(tenant, condition.indexerId) === "INCC" ? 2 : 3,
      };
    }),
  };
}
