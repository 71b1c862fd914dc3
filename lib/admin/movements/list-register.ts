import { z } from "zod";
import { readRegister } from "@/db/queries/products/register-list.ts";
import { formatCnpj, maskCpf } from "@/lib/core/documents.ts";
import type { GridPage } from "@/lib/core/grid.ts";
import { REGISTER_LISTS, type RegisterList, type RegisterRows } from "@/lib/core/register-list.ts";
import { defineUseCase } from "../define-use-case.ts";
import { gridInput } from "../grid-input.ts";
import { chooseOrganization } from "./choose-organization.ts";

/**
 * One page of the lists "Clientes da loja", "Compras", "Receitas", "Controlados", "Zonas de preço",
 * "Promoções" and "Metas por categoria".
 */
export const listRegister = defineUseCase({
  name: "list-register",
  permission: "movements",
  input: z.object({
    list: z.enum(REGISTER_LISTS),
    query: gridInput<RegisterList>(),
    organizationId: z.number().int().positive().nullable().default(null),
  }),
  async run({ actor, input, tx }): Promise<GridPage<RegisterRows[keyof RegisterRows]>> {
    const organizationId = await chooseOrganization(tx, actor, input.organizationId);
    if (input.list !== "clientes") return readRegister(tx, organizationId, input.list, input.query);
    const page = await readRegister(tx, organizationId, "clientes", input.query);
    // Whole documents go to partners that need them, never to a browser.
    return {
      ...page,
      rows: page.rows.map((row) => ({
        ...row,
        document: row.document.length === 14 ? formatCnpj(row.document) : maskCpf(row.document),
      })),
    };
  },
});
