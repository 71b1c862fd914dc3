import { expect, test } from "vitest";
import type { ListName } from "@/lib/core/list-columns.ts";
import type { GridColumn } from "./grid-column.ts";

const column = <List extends ListName>(one: GridColumn<{ id: number }, List>) => one.id;
const rest = { header: "Código", cell: (row: { id: number }) => row.id };

test("only what the server sorts and filters by compiles", () => {
  const known = [
    column<"tasks">({ id: "code", sortable: true, ...rest }),
    column<"tasks">({ id: "status", sortable: true, filter: { options: [] }, ...rest }),
    column<"tasks">({ id: "reason", ...rest }),
  ];
  expect(known).toEqual(["code", "status", "reason"]);
  // @ts-expect-error -- a column that the list does not have
  column<"tasks">({ id: "codigo", ...rest });
  // @ts-expect-error -- a column that it is not sorted by
  column<"tasks">({ id: "reason", sortable: true, ...rest });
  // @ts-expect-error -- a column that it is not filtered by
  column<"tasks">({ id: "code", filter: { options: [] }, ...rest });
});
