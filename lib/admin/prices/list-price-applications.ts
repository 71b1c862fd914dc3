import { z } from "zod";
import { type ApplicationLine, findApplication, listApplicationLines as readLines, listApplications as readApplications } from "@/db/queries/price-applications.ts";
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
}

type Stored = NonNullable<Awaited<ReturnType<typeof findApplication>>>;
const toRow = ({ id, zoneName, status, products, prices, outside, personName, at, undoneName, undoneAt, restored }: Stored): ApplicationRow => ({ id, zoneName, status, products, prices, outside, personName, at: at.toISOString(), undoneName, undoneAt: undoneAt?.toISOString() ?? null, restored });

/** One page of what was applied. */
export const listPriceApplications = defineUseCase({
  name: "list-price-applications",
  permission: "prices",
  input: z.object({ organizationId: z.int().positive().nullable().default(null), query: gridInput }),
  async run({ actor, input, tx }): Promise<GridPage<ApplicationRow>> {
    const page = await readApplications(tx, await chooseOrganization(tx, actor, input.organizationId), input.query);
    return { rows: page.rows.map(toRow), total: page.total };
  },
});

/** One application. */
export const readPriceApplication = defineUseCase({
  name: "read-price-application",
  permission: "prices",
  input: z.object({ id: z.int().positive() }),
  async run({ input, tx }): Promise<ApplicationRow> {
    return toRow((await findApplication(tx, input.id)) ?? notFound("Aplicação não encontrada."));
  },
});

/** One page of an application's prices. */
export const listPriceApplicationLines = defineUseCase({
  name: "list-price-application-lines",
  permission: "prices",
  input: z.object({ id: z.int().positive(), query: gridInput }),
  async run({ input, tx }): Promise<GridPage<ApplicationLine>> {
    const application = (await findApplication(tx, input.id)) ?? notFound("Aplicação não encontrada.");
    return readLines(tx, application, input.query);
  },
});
