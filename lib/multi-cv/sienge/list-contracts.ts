import type { Day } from "@/lib/core/period.ts";
import { PartnerError } from "@/lib/core/errors.ts";
import { anId, readShape } from "../wire/tolerant-shapes.ts";
import { walkPages } from "../wire/walk-pages.ts";
import { contractShape, type SalesContract } from "./contract-shape.ts";
import type { SiengeClient } from "./open-sienge.ts";

const PAGE = 200;

/** Sienge's own filters. Days have no hour: ask from yesterday and compare by id and content. */
export interface ContractFilter {
  externalId?: string;
  unitId?: number;
  customerId?: number;
  enterpriseId?: number;
  companyId?: number;
  number?: string;
  /** Comma list of 0 requested, 1 authorised, 2 issued, 3 cancelled. */
  situation?: string;
  createdAfter?: Day;
  createdBefore?: Day;
  /** Does not see every change: the other three dates are asked for as well. */
  modifiedAfter?: Day;
  modifiedBefore?: Day;
  initialIssueDate?: Day;
  finalIssueDate?: Day;
  /** Also finds contracts undone after issue: Sienge calls both "Cancelado". */
  initialCancelDate?: Day;
  finalCancelDate?: Day;
}

/** Told of a contract in a list that cannot be read, so that the others are read all the same. */
export type OnUnread = (error: PartnerError) => void;

/**
 * Lists contracts of sale, newest first, 200 a call. One that cannot be read ends the list, unless
 * somebody is told of it.
 */
export async function* listContracts(
  sienge: SiengeClient,
  filter: ContractFilter = {},
  onUnread?: OnUnread,
): AsyncGenerator<SalesContract> {
  const rows = walkPages({
    size: PAGE,
    fetch: ({ offset }) =>
      sienge.call({
        method: "GET",
        path: "/sales-contracts",
        query: { ...filter, limit: PAGE, offset },
      }),
  });
  for await (const row of rows) {
    const contract = readRow(sienge, row, onUnread);
    if (contract) yield contract;
  }
}

function readRow(
  sienge: SiengeClient,
  row: unknown,
  onUnread: OnUnread | undefined,
): SalesContract | null {
  const id = anId.safeParse((row as { id?: unknown } | null)?.id).data;
  try {
    return readShape(contractShape, row, `${sienge.label}, contrato ${id ?? "sem número"}`);
  } catch (error) {
    if (!onUnread || !(error instanceof PartnerError)) throw error;
    onUnread(error);
    return null;
  }
}

/** Which of the four dates to ask for; together they see what each alone does not. */
export const DELTA_FILTERS = [
  "createdAfter",
  "modifiedAfter",
  "initialIssueDate",
  "initialCancelDate",
] as const;
export type DeltaFilter = (typeof DELTA_FILTERS)[number];

/** What changed since a day: the union of the filters given, each contract once. */
export async function listChangedContracts(
  sienge: SiengeClient,
  since: Day,
  filters: readonly DeltaFilter[] = DELTA_FILTERS,
  onUnread?: OnUnread,
): Promise<SalesContract[]> {
  const found = new Map<number, SalesContract>();
  for (const filter of filters)
    for await (const contract of listContracts(sienge, { [filter]: since }, onUnread))
      found.set(contract.id, contract);
  return [...found.values()];
}

/**
 * Reads one contract; null when it does not exist now: removed, or reissued under another id. What is
 * gone is published as 400 alone ("malformed"), and was seen as 404: a number has no other fault.
 */
export async function readContract(
  sienge: SiengeClient,
  id: number,
): Promise<SalesContract | null> {
  const body = await sienge.call({
    method: "GET",
    path: `/sales-contracts/${id}`,
    missing: [400, 404],
  });
  return body === null ? null : readShape(contractShape, body, `${sienge.label}, contrato ${id}`);
}
