import { z } from "zod";
import {
  aFlag,
  anId,
  anything,
  listOf,
  maybeAmount,
  maybeCode,
  maybeDay,
  maybeId,
  maybeNumber,
  objectOf,
  someText,
} from "../wire/tolerant-shapes.ts";
import { readContractSituation } from "./contract-situation.ts";

const customer = z
  .looseObject({ id: anId, main: aFlag, spouse: aFlag, participationPercentage: maybeNumber })
  .transform((read) => ({
    id: read.id,
    main: read.main,
    spouse: read.spouse,
    share: read.participationPercentage,
  }));
const unit = z
  .looseObject({ id: anId, main: aFlag, name: someText })
  .transform((read) => ({ id: read.id, main: read.main, name: read.name }));
const condition = z
  .looseObject({
    conditionTypeId: maybeCode,
    conditionTypeName: someText,
    installmentsNumber: maybeNumber,
    firstPayment: maybeDay,
    totalValue: maybeAmount,
    indexerId: maybeId,
    amountPaid: maybeAmount,
  })
  .transform((read) => ({
    typeId: read.conditionTypeId,
    typeName: read.conditionTypeName,
    count: read.installmentsNumber,
    firstDueDay: read.firstPayment,
    total: read.totalValue,
    indexerId: read.indexerId,
    paid: read.amountPaid,
  }));

/** A contract of sale in Sienge. */
export const contractShape = z
  .looseObject({
    id: anId,
    number: someText,
    externalId: maybeCode,
    situation: anything.transform(readContractSituation),
    companyId: maybeId,
    enterpriseId: maybeId,
    enterpriseName: someText,
    receivableBillId: maybeId,
    contractDate: maybeDay,
    issueDate: maybeDay,
    cancellationDate: maybeDay,
    cancellationReason: someText,
    value: maybeAmount,
    totalSellingValue: maybeAmount,
    salesContractCustomers: listOf(customer),
    salesContractUnits: listOf(unit),
    paymentConditions: listOf(condition),
    linkedCommissions: objectOf(z.looseObject({ totalCommissionAmount: maybeAmount })),
    brokers: listOf(
      z
        .looseObject({ id: anId, main: aFlag })
        .transform((read) => ({ id: read.id, main: read.main })),
    ),
  })
  .transform((read) => ({
    id: read.id,
    number: read.number,
    /**
     * CV's reservation id, of the tenant that sent it: ids of A, B and C may collide, so enterprise
     * and company are compared too.
     */
    externalId: read.externalId,
    situation: read.situation,
    companyId: read.companyId,
    enterpriseId: read.enterpriseId,
    enterpriseName: read.enterpriseName,
    receivableBillId: read.receivableBillId,
    contractDay: read.contractDate,
    issueDay: read.issueDate,
    cancellationDay: read.cancellationDate,
    cancellationReason: read.cancellationReason,
    amount: read.value,
    sellingAmount: read.totalSellingValue,
    customers: read.salesContractCustomers,
    units: read.salesContractUnits,
    paymentConditions: read.paymentConditions,
    brokers: read.brokers,
    /** What its commissions are worth in all; null where an account does not show it. */
    commissionAmount: read.linkedCommissions.totalCommissionAmount,
  }));

export type SalesContract = z.output<typeof contractShape>;
