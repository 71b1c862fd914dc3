import type { Store } from "../control/store.ts";
import { partnerDay } from "../cv/partner-day.ts";
import { type Contract, SITUATIONS, type SiengeTables } from "./sienge-state.ts";

/** How the answers write a contract's situation: all four ways were seen. */
export type SituationForm = "text" | "upper" | "number" | "numeric_text";

const FIRST_CONTRACT = 1201;

/** What a contract is made from. */
export interface NewContract {
  externalId: string | null;
  number?: string;
  enterpriseId: number;
  enterpriseName: string;
  companyId: number;
  unitId: number;
  customer: { name: string; document: string };
  brokerId: number | null;
  value: number;
  conditions: Contract["conditions"];
}

/** Writes a contract "Solicitado"; a sentence = why not. */
export function addContract(
  store: Store<SiengeTables>,
  wanted: NewContract,
): { id: number } | { problem: string } {
  const unit = store.get("units", wanted.unitId);
  if (!unit || unit.enterpriseId !== wanted.enterpriseId)
    return {
      problem: `Unidade ${wanted.unitId} não pertence ao empreendimento ${wanted.enterpriseId}`,
    };
  if (!["D", "C", "P"].includes(unit.stock))
    return {
      problem: `Unidade ${unit.name} não está disponível no Sienge (estoque ${unit.stock})`,
    };
  const customer = store.find("customers", (one) => one.document === wanted.customer.document) ?? {
    id: store.nextId("customers", 445),
    value: wanted.customer,
  };
  store.put("customers", customer.id, customer.value);
  const id = store.nextId("contracts", FIRST_CONTRACT);
  const today = partnerDay();
  store.put("contracts", id, {
    number: wanted.number ?? `CT${id}`,
    externalId: wanted.externalId,
    companyId: wanted.companyId,
    enterpriseId: wanted.enterpriseId,
    enterpriseName: wanted.enterpriseName,
    unitId: wanted.unitId,
    unitName: unit.name,
    customerId: customer.id,
    customerName: wanted.customer.name,
    brokerId: wanted.brokerId,
    value: wanted.value,
    conditions: wanted.conditions,
    situation: 0,
    contractDate: today,
    issueDate: null,
    cancellationDate: null,
    cancellationReason: null,
    creationDate: today,
    modifiedDate: today,
    bankDate: null,
  });
  store.change("units", wanted.unitId, { stock: "O", contractId: id });
  return { id };
}

/** A person's acts in Sienge's own screens. */
export function moveContract(
  store: Store<SiengeTables>,
  id: number,
  act: "authorize" | "issue" | "cancel",
  reason = "Desistência do cliente",
): Contract {
  const contract = store.get("contracts", id);
  if (!contract) throw new RangeError(`contract ${id} does not exist`);
  const today = partnerDay();
  if (act === "authorize")
    return store.change("contracts", id, { situation: 1, modifiedDate: today });
  if (act === "issue") {
    store.change("units", contract.unitId, { stock: "V", contractId: id });
    return store.change("contracts", id, { situation: 2, issueDate: today, modifiedDate: today });
  }
  freeUnit(store, contract, id);
  return store.change("contracts", id, {
    situation: 3,
    cancellationDate: today,
    cancellationReason: reason,
    modifiedDate: today,
  });
}

/** Takes a contract away as if it had never been: it can no longer be read. */
export function removeContract(store: Store<SiengeTables>, id: number): Contract {
  const contract = store.get("contracts", id);
  if (!contract) throw new RangeError(`contract ${id} does not exist`);
  freeUnit(store, contract, id);
  store.remove("contracts", id);
  return contract;
}

function freeUnit(store: Store<SiengeTables>, contract: Contract, id: number): void {
  if (store.get("units", contract.unitId)?.contractId === id)
    store.change("units", contract.unitId, { stock: "D", contractId: null });
}

/** A contract as the API answers it. */
export function renderContract(id: number, contract: Contract, form: SituationForm): object {
  const word = SITUATIONS[contract.situation];
  const situation =
    form === "text"
      ? word
      : form === "upper"
        ? word.toUpperCase()
        : form === "number"
          ? contract.situation
          : String(contract.situation);
  return {
    id,
    companyId: contract.companyId,
    internalCompanyId: contract.companyId,
    enterpriseId: contract.enterpriseId,
    internalEnterpriseId: contract.enterpriseId,
    enterpriseName: contract.enterpriseName,
    receivableBillId: contract.situation >= 2 ? 50_000 + id : null,
    cancellationPayableBillId: null,
    contractDate: contract.contractDate,
    issueDate: contract.issueDate,
    accountingDate: contract.issueDate,
    number: contract.number,
    externalId: contract.externalId,
    correctionType: "M",
    situation,
    value: contract.value,
    totalSellingValue: contract.value,
    cancellationDate: contract.cancellationDate,
    cancellationReason: contract.cancellationReason,
    financialInstitutionDate: contract.bankDate,
    creationDate: contract.creationDate,
    lastUpdateDate: contract.modifiedDate,
    salesContractCustomers: [
      {
        id: contract.customerId,
        name: contract.customerName,
        main: true,
        spouse: false,
        participationPercentage: 100,
      },
    ],
    salesContractUnits: [
      { id: contract.unitId, main: true, name: contract.unitName, participationPercentage: 100 },
    ],
    paymentConditions: contract.conditions.map((condition, index) => ({
      ...condition,
      openInstallmentsNumber: condition.installmentsNumber,
      bearerId: 1,
      baseDate: contract.contractDate,
      outstandingBalance: condition.totalValue,
      interestType: "N",
      amountPaid: 0,
      sequenceId: index + 1,
    })),
    brokers: contract.brokerId ? [{ id: contract.brokerId, main: true }] : [],
    links: [],
  };
}

const FILTERS: Readonly<Record<string, (contract: Contract, wanted: string) => boolean>> = {
  externalId: (contract, wanted) => contract.externalId === wanted,
  unitId: (contract, wanted) => String(contract.unitId) === wanted,
  enterpriseId: (contract, wanted) => String(contract.enterpriseId) === wanted,
  companyId: (contract, wanted) => String(contract.companyId) === wanted,
  customerId: (contract, wanted) => String(contract.customerId) === wanted,
  number: (contract, wanted) => contract.number === wanted,
  situation: (contract, wanted) => wanted.split(",").includes(String(contract.situation)),
  createdAfter: (contract, day) => contract.creationDate >= day,
  createdBefore: (contract, day) => contract.creationDate <= day,
  modifiedAfter: (contract, day) => contract.modifiedDate >= day,
  modifiedBefore: (contract, day) => contract.modifiedDate <= day,
  initialIssueDate: (contract, day) => contract.issueDate !== null && contract.issueDate >= day,
  finalIssueDate: (contract, day) => contract.issueDate !== null && contract.issueDate <= day,
  initialCancelDate: (contract, day) =>
    contract.cancellationDate !== null && contract.cancellationDate >= day,
  finalCancelDate: (contract, day) =>
    contract.cancellationDate !== null && contract.cancellationDate <= day,
};

/** Contracts that pass all filters, newest first. */
export function filterContracts(
  store: Store<SiengeTables>,
  query: URLSearchParams,
): Array<{ id: number; value: Contract }> {
  return store
    .list("contracts")
    .filter(({ value }) =>
      [...query].every(([name, wanted]) => FILTERS[name]?.(value, wanted) ?? true),
    )
    .sort((one, other) => other.id - one.id);
}
