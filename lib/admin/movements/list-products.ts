import { z } from "zod";
import { listProducts as readProducts } from "@/db/queries/products/product-list.ts";
import { defineUseCase } from "../define-use-case.ts";
import { gridInput } from "../grid-input.ts";
import { chooseOrganization } from "./choose-organization.ts";

/** One page of the tab "Produtos". */
export const listProducts = defineUseCase({
  name: "list-products",
  permission: "movements",
  input: z.object({
    query: gridInput<"products">(),
    organizationId: z.number().int().positive().nullable().default(null),
  }),
  async run({ actor, input, tx }) {
    return readProducts(tx, await chooseOrganization(tx, actor, input.organizationId), input.query);
  },
});
