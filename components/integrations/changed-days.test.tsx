// @vitest-environment happy-dom
import { cleanup, screen } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { renderPage } from "@/e2e/support/render-page.tsx";
import { ChangedDays } from "./changed-days.tsx";

afterEach(cleanup);

test("the line counts days once, names them with their branches, and says what to do", () => {
  const sales = {
    label: "Vendas",
    days: [
      { day: "2026-11-01", branches: 1 },
      { day: "2026-11-03", branches: 2 },
    ],
  };
  const closing = { label: "Fechamento", days: [{ day: "2026-11-03", branches: 1 }] };
  renderPage(<ChangedDays operations={[sales, closing]} mayRunAgain />);
  screen.getByText("2 dias mudaram depois do envio");
  screen.getByText("Vendas: 01/11/2026 (1 filial) e 03/11/2026 (2 filiais).");
  screen.getByText("Fechamento: 03/11/2026 (1 filial).");
  screen.getByText(/Execute a integração nesses dias/);
});

test("one day is one, many are shortened, and none shows nothing", () => {
  const days = Array.from({ length: 12 }, (_, index) => ({
    day: `2026-11-${String(index + 1).padStart(2, "0")}`,
    branches: 1,
  }));
  const { unmount } = renderPage(
    <ChangedDays operations={[{ label: "Vendas", days }]} mayRunAgain={false} />,
  );
  screen.getByText(/10\/11\/2026 \(1 filial\) e mais 2 dias\.$/);
  screen.getByText(/Combine com ele/);
  unmount();
  renderPage(<ChangedDays operations={[]} mayRunAgain />);
  expect(screen.queryByRole("status")).toBeNull();
  renderPage(
    <ChangedDays operations={[{ label: "Vendas", days: days.slice(0, 1) }]} mayRunAgain />,
  );
  screen.getByText("1 dia mudou depois do envio");
});
