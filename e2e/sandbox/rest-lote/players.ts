import { AVAILABLE, BOUGHT, CONTACTS } from "./contact-contract.ts";
import { LABELS } from "./label-contract.ts";
import { PRICES, PRODUCTS, SALES, STOCK } from "./lot-contract.ts";
import { firstOrders, NEEDS, quoteNeeds } from "./quote-needs.ts";
import type { LotPlayer } from "./start-rest-lote.ts";

/** The partners of the batch profile that take lots and nothing else; the accounts are made up and open nothing else. An empty code accepts any. */
export const TRIVIO: LotPlayer = {
  id: "trivio",
  name: "Trivio",
  token: "trivio-modelo",
  header: "bearer",
  head: { codigo_cliente: "4471" },
  resources: { vendas: SALES, produtos: PRODUCTS, estoque: STOCK },
};
export const LINKED_FARMA: LotPlayer = {
  id: "linked-farma",
  name: "Linked Farma (Gruppy)",
  token: "gruppy-modelo",
  header: "x_api_key",
  head: { codigo_rede: "RM", codigo_loja: "" },
  resources: { vendas: SALES, produtos: PRODUCTS, estoque: STOCK },
};
export const CONTROL_SHOP: LotPlayer = {
  id: "control-shop",
  name: "Control Shop",
  token: "control-modelo",
  header: "bearer",
  head: { codigo_loja: "" },
  resources: { produtos: PRODUCTS, precos: PRICES, estoque: STOCK },
};
export const LIGO: LotPlayer = {
  id: "ligo",
  name: "Ligo",
  token: "ligo-modelo",
  header: "bearer",
  head: { id_loja: "" },
  resources: { clientes: CONTACTS, compras: BOUGHT, disponibilidade: AVAILABLE },
};
export const PRICEFY: LotPlayer = {
  id: "pricefy",
  name: "Pricefy",
  token: "pricefy-modelo",
  header: "bearer",
  head: {},
  resources: LABELS,
};

/** The purchasing portal: each lot of needs is quoted at once, and the order is there to be fetched, in place of the first ones. Forgotten at a restart, since it follows from what is sent. */
export function webcomprasPlayer(): LotPlayer {
  let orders = firstOrders();
  let quotes = 0;
  return {
    id: "webcompras",
    name: "WebCompras",
    token: "webcompras-modelo",
    header: "bearer",
    head: { cnpj_comprador: "" },
    resources: { necessidades: NEEDS },
    pulls: { pedidos: () => orders },
    onTaken: (_resource, cnpj, records) => {
      const quoted = quoteNeeds(`WC-${101 + quotes}`, cnpj, records, new Date());
      if (quoted) orders = [...(quotes++ === 0 ? [] : orders), quoted];
    },
    onReset: () => {
      quotes = 0;
      orders = firstOrders();
    },
  };
}
