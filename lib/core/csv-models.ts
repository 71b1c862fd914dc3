import type { RegisterList } from "./register-list.ts";

/** A CSV to begin from: the columns of one layout and an example. The files lie in public/modelos. */
export interface CsvModel {
  label: string;
  href: string;
}

const model = (label: string, name: string): CsvModel => ({ label, href: `/modelos/${name}.csv` });

/** The model of each list that a file fills. */
export const CSV_MODEL: Record<RegisterList | "vendas" | "produtos" | "pedidosDeSaida", CsvModel> =
  {
    vendas: model("Vendas e cancelamentos", "vendas"),
    produtos: model("Produtos, preços e estoque", "produtos"),
    clientes: model("Clientes da loja", "clientes"),
    compras: model("Compras", "compras"),
    receitas: model("Receitas", "receitas"),
    controlados: model("Controlados", "controlados"),
    zonas: model("Zonas de preço", "zonas"),
    promocoes: model("Promoções", "promocoes"),
    metas: model("Metas por categoria", "metas"),
    pedidosDeSaida: model("Pedidos de saída", "pedidos-de-saida"),
  };
