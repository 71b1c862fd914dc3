import { describe, expect, it } from "vitest";
import type { GridQuery } from "@/lib/core/grid.ts";
import { arrangeRows } from "./arrange-rows.ts";
import type { GridColumn } from "./grid-column.ts";

interface Branch {
  name: string;
  sales: number;
}
const columns: GridColumn<Branch>[] = [
  { id: "name", header: "Nome", cell: (row) => row.name, value: (row) => row.name, sortable: true },
  {
    id: "sales",
    header: "Vendas",
    cell: (row) => row.sales,
    value: (row) => row.sales,
    sortable: true,
  },
];
const rows: Branch[] = [
  { name: "Loja 10", sales: 9 },
  { name: "Água Verde", sales: 100 },
  { name: "Loja 2", sales: 20 },
  { name: "Órleans", sales: 3 },
];
const plain: GridQuery = { page: 1, pageSize: 10, search: "", sort: null, filters: {} };
const names = (query: Partial<GridQuery>) =>
  arrangeRows(rows, columns, { ...plain, ...query }).rows.map((row) => row.name);

describe("a small list in memory", () => {
  it("sorts as people do: accents beside their letter, 2 before 10", () => {
    expect(names({ sort: { column: "name", descending: false } })).toEqual([
      "Água Verde",
      "Loja 2",
      "Loja 10",
      "Órleans",
    ]);
    expect(names({ sort: { column: "name", descending: true } })).toEqual([
      "Órleans",
      "Loja 10",
      "Loja 2",
      "Água Verde",
    ]);
  });

  it("sorts numbers as numbers", () => {
    expect(names({ sort: { column: "sales", descending: false } })).toEqual([
      "Órleans",
      "Loja 10",
      "Loja 2",
      "Água Verde",
    ]);
  });

  it("finds every word, whatever its case and accents", () => {
    expect(names({ search: "AGUA" })).toEqual(["Água Verde"]);
    expect(names({ search: "verde agua" })).toEqual(["Água Verde"]);
    expect(names({ search: "verde loja" })).toEqual([]);
  });

  it("shows only ticked values, and nothing less when none is ticked", () => {
    expect(names({ filters: { name: ["Loja 2", "Órleans"] } })).toEqual(["Loja 2", "Órleans"]);
    expect(names({ filters: { name: [] } })).toHaveLength(4);
  });

  it("clamps a page that no longer exists and keeps all matches for select-all", () => {
    const arranged = arrangeRows(rows, columns, { ...plain, page: 7, search: "loja" });
    expect(arranged).toMatchObject({ page: 1, total: 2 });
    expect(arranged.all).toHaveLength(2);
  });

  it("leaves the caller's rows in their order", () => {
    names({ sort: { column: "name", descending: true } });
    expect(rows[0]?.name).toBe("Loja 10");
  });
});
