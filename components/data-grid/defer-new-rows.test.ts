import { describe, expect, it } from "vitest";
import { deferNewRows } from "./defer-new-rows.ts";

interface Task {
  id: string;
  status: string;
}
const row = (id: string, status = "pending"): Task => ({ id, status });
const idOf = (task: Task) => task.id;

describe("a live list", () => {
  it("keeps rows where they stand, gives them their new values, and counts the news", () => {
    const shown = { rows: [row("b"), row("a")], total: 2 };
    const deferred = deferNewRows(
      shown,
      { rows: [row("c"), row("b", "done"), row("a")], total: 3 },
      idOf,
    );
    expect(deferred.page.rows).toEqual([row("b", "done"), row("a")]);
    expect(deferred.waiting).toBe(1);
  });

  it("counts news that did not fit on the page", () => {
    const shown = { rows: [row("a"), row("b")], total: 20 };
    expect(deferNewRows(shown, { rows: [row("z"), row("y")], total: 25 }, idOf).waiting).toBe(5);
  });

  it("takes a page without news as it is, in its new order", () => {
    const fresh = { rows: [row("a", "done"), row("b")], total: 2 };
    expect(deferNewRows({ rows: [row("b"), row("a")], total: 2 }, fresh, idOf)).toEqual({
      page: fresh,
      waiting: 0,
    });
  });

  it("does not announce the row that moved up because another left", () => {
    const fresh = { rows: [row("b"), row("c")], total: 2 };
    expect(deferNewRows({ rows: [row("a"), row("b")], total: 3 }, fresh, idOf)).toEqual({
      page: fresh,
      waiting: 0,
    });
  });

  it("fills an empty list at once", () => {
    const fresh = { rows: [row("a")], total: 1 };
    expect(deferNewRows({ rows: [], total: 0 }, fresh, idOf)).toEqual({ page: fresh, waiting: 0 });
  });
});
