// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { renderPage, router } from "@/e2e/support/render-page.tsx";
import type { GridPage, GridQuery } from "@/lib/core/grid.ts";
import { DataGrid, type DataGridProps } from "./data-grid.tsx";
import { ReadError } from "../data/fetch-json.ts";
import type { GridColumn } from "./grid-column.ts";

vi.mock("next/navigation", async () =>
  (await import("@/e2e/support/render-page.tsx")).fakeNavigation(),
);
afterEach(cleanup);
beforeEach(() => vi.clearAllMocks());

interface Row {
  id: number;
  name: string;
}
const COLUMNS: GridColumn<Row>[] = [
  { id: "name", header: "Nome", cell: (row) => row.name, sortable: true },
  { id: "number", header: "Número", cell: (row) => row.id, align: "right" },
];
const page = (...names: string[]): GridPage<Row> => ({
  rows: names.map((name, index) => ({ id: index + 1, name })),
  total: names.length,
});

function renderGrid(props: Partial<DataGridProps<Row>> = {}, address?: string) {
  const source = vi.fn(async (_query: GridQuery) => page("Aurora", "Bonfim"));
  renderPage(
    <DataGrid<Row>
      name="lojas"
      columns={COLUMNS}
      rowId={(row) => String(row.id)}
      rowLabel={(row) => row.name}
      rowHref={(row) => `/lojas/${row.id}`}
      searchPlaceholder="Buscar por nome"
      source={source}
      {...props}
    />,
    address,
  );
  return source;
}
const namesShown = () => screen.queryAllByRole("rowheader").map(({ textContent }) => textContent);

test("shows what the address asks for", async () => {
  const source = renderGrid({}, "/lojas?busca=flor&ordem=-name&pagina=1");
  await waitFor(() => expect(namesShown()).toEqual(["Aurora", "Bonfim"]));
  expect(source.mock.calls[0]?.[0]).toMatchObject({
    search: "flor",
    sort: { column: "name", descending: true },
  });
});

test("a click on a head sorts, and the address keeps it", async () => {
  const source = renderGrid();
  await waitFor(() => expect(namesShown()).toHaveLength(2));
  await userEvent.click(
    within(screen.getByRole("columnheader", { name: /Nome/ })).getByRole("button"),
  );
  await waitFor(() => expect(window.location.search).toContain("ordem=name"));
  await waitFor(() =>
    expect(source.mock.lastCall?.[0].sort).toEqual({ column: "name", descending: false }),
  );
});

test("the page that the server read is shown without asking again", async () => {
  const source = renderGrid({ initial: page("Do servidor") });
  expect(namesShown()).toEqual(["Do servidor"]);
  expect(source).not.toHaveBeenCalled();
});

test("a failure says so and can be tried again, and is never an empty list", async () => {
  let broken = true;
  const source = vi.fn(async () => {
    if (broken) throw new ReadError(500);
    return page("Aurora");
  });
  renderGrid({ source, empty: <p>Nenhuma loja</p> });
  const again = await screen.findByRole("button", { name: /Tentar novamente/ });
  expect(screen.queryByText("Nenhuma loja")).toBeNull();
  broken = false;
  await userEvent.click(again);
  await waitFor(() => expect(namesShown()).toEqual(["Aurora"]));
});

test("no rows at all and no rows found are two different sentences", async () => {
  renderGrid({ source: async () => page(), empty: <p>Nenhuma loja cadastrada</p> });
  expect(await screen.findByText("Nenhuma loja cadastrada")).toBeTruthy();
  cleanup();
  renderGrid({ source: async () => page(), empty: <p>Nenhuma loja cadastrada</p> }, "/?busca=zz");
  await screen.findByRole("button", { name: /Limpar/ });
  expect(screen.queryByText("Nenhuma loja cadastrada")).toBeNull();
});

test("arrows move from row to row and Enter opens", async () => {
  renderGrid();
  await waitFor(() => expect(namesShown()).toHaveLength(2));
  const [, first, second] = screen.getAllByRole("row");
  first!.focus();
  fireEvent.keyDown(first!, { key: "ArrowDown" });
  await waitFor(() => expect(document.activeElement).toBe(second));
  fireEvent.keyDown(second!, { key: "Enter" });
  expect(router.push).toHaveBeenCalledWith("/lojas/2");
});
