import { PRODUCTS, SALES, STOCK } from "./lot-contract.ts";
import type { LotPlayer } from "./start-rest-lote.ts";

/** The partners of the batch profile that take lots and nothing else; the accounts are made up and open nothing else. */
export const TRIVIO: LotPlayer = { id: "trivio", name: "Trivio", token: "trivio-modelo", header: "bearer", head: { codigo_cliente: "4471" }, resources: { vendas: SALES, produtos: PRODUCTS, estoque: STOCK } };
