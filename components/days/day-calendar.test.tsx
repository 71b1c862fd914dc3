// @vitest-environment happy-dom
import { cleanup, fireEvent, screen } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { renderPage } from "@/e2e/support/render-page.tsx";
import { DayCalendar } from "./day-calendar.tsx";

afterEach(cleanup);

test("each day says its state in words, and the arrows go from cell to cell", () => {
  renderPage(
    <DayCalendar
      branches={[
        { id: 1, name: "Loja 1" },
        { id: 2, name: "Loja 2" },
      ]}
      days={["2026-11-27", "2026-11-28"]}
      shown={[
        { branchId: 1, day: "2026-11-27", state: "accepted", records: 12, refused: 0 },
        { branchId: 1, day: "2026-11-28", state: "missing", records: 0, refused: 0 },
        { branchId: 2, day: "2026-11-28", state: "refused", records: 9, refused: 2 },
      ]}
      opened="2026-11-28:1"
      address="/integracoes/5/dias?operacao=files"
    />,
  );
  const cell = (name: RegExp) => screen.getByRole("link", { name });
  const missing = cell(/Loja 1, 28\/11\/2026: Falta/);
  expect(missing.getAttribute("href")).toBe(
    "/integracoes/5/dias?operacao=files&dia=2026-11-28&filial=1#dia",
  );
  expect(missing.getAttribute("aria-current")).toBe("true");
  cell(/Loja 1, 27\/11\/2026: Aceito \(12 registros\)/);
  cell(/Loja 2, 27\/11\/2026: Não previsto/);
  // One stop for Tab, whichever cell it is.
  expect(screen.getAllByRole("link").filter(({ tabIndex }) => tabIndex === 0)).toEqual([missing]);
  missing.focus();
  fireEvent.keyDown(missing, { key: "ArrowDown" });
  const below = cell(/Loja 2, 28\/11\/2026: Com recusas \(2 registros\)/);
  expect(document.activeElement).toBe(below);
  fireEvent.keyDown(below, { key: "ArrowRight" });
  expect(document.activeElement).toBe(below);
});
