import { z } from "zod";
import type { Transaction } from "@/db/client.ts";
import { listFetches } from "@/db/queries/prices/feeds.ts";
import {
  type ApplicationLine,
  findApplication,
  listApplicationLines as readLines,
  listApplications as readApplications,
} from "@/db/queries/prices/price-applications.ts";
import type { GridPage } from "@/lib/core/grid.ts";
import { defineUseCase, notFound } from "../define-use-case.ts";
import { gridInput } from "../grid-input.ts";
import { chooseOrganization } from "../movements/choose-organization.ts";

export type { ApplicationLine };

/** An application as lists and pages show it; moments are ISO texts. */
export interface ApplicationRow {
  id: number;
  zoneName: string;
  status: "applied" | "undone" | "partly_undone";
  products: number;
  prices: number;
  outside: number;
  personName: string;
  at: string;
  undoneName: string | null;
  undoneAt: string | null;
  restored: number | null;
  /** What the ERP has of it: of the prices as applied, or as they went back. */
  fetched: ErpFetch;
}

/**
 * Who of the ERP fetched what an application last did, in the order of the keys, and which working
 * keys have not; moments are ISO texts.
 */
export interface ErpFetch {
  by: Array<{ key: string; at: string }>;
  waiting: string[];
}

type Stored = NonNullable<Awaited<ReturnType<typeof findApplication>>>;

/** The rows of applications of one organization, each with what the ERP has of it. */
async function toRows(tx: Transaction, applications: readonly Stored[]): Promise<ApplicationRow[]> {
  const lastNumber = ({ undoNumber, changeNumber }: Stored) => undoNumber ?? changeNumber ?? 0;
  const fetches = await listFetches(tx, applications[0]?.organizationId ?? 0, "prices", [
    ...new Set(applications.map(lastNumber)),
  ]);
  return applications.map((application) => {
    const {
      id,
      zoneName,
      status,
      products,
      prices,
      outside,
      personName,
      at,
      undoneName,
      undoneAt,
      restored,
    } = application;
    const own = fetches.filter(({ number }) => number === lastNumber(application));
    const fetched = {
      by: own.flatMap(({ key, at: when }) => (when ? [{ key, at: when.toISOString() }] : [])),
      waiting: own.flatMap(({ key, at: when }) => (when ? [] : [key])),
    };
    return {
      id,
      zoneName,
      status,
      products,
      prices,
      outside,
      personName,
      at: at.toISOString(),
      undoneName,
      undoneAt: undoneAt?.toISOString() ?? null,
      restored,
      fetched,
    };
  });
}

/** One page of what was applied. */
export const listPriceApplications = defineUseCase({
  name: "list-price-applications",
  permission: "prices",
  input: z.object({
    organizationId: z.int().positive().nullable().default(null),
    query: gridInput<"priceApplications">(),
  }),
  async run({ actor, input, tx }): Promise<GridPage<ApplicationRow>> {
    const page = await readApplications(
      tx,
      await chooseOrganization(tx, actor, input.organizationId),
      input.query,
    );
    return { rows: await toRows(tx, page.rows), total: page.total };
  },
});

/** One application. */
export const readPriceApplication = defineUseCase({
  name: "read-price-application",
  permission: "prices",
  input: z.object({ id: z.int().positive() }),
  async run({ input, tx }): Promise<ApplicationRow> {
    const [row] = await toRows(tx, [
      (await findApplication(tx, input.id)) ?? notFound("Aplicação não encontrada."),
    ]);
    return row ?? notFound("Aplicação não encontrada.");
  },
});

/** One page of an application's prices. */
export const listPriceApplicationLines = defineUseCase({
  name: "list-price-application-lines",
  permission: "prices",
  input: z.object({ id: z.int().positive(), query: gridInput<"applicationLines">() }),
  async run({ input, tx }): Promise<GridPage<ApplicationLine>> {
    const application =
      (await findApplication(tx, input.id)) ?? notFound("Aplicação não encontrada.");
    return readLines(tx, application, input.query);
  },
});
