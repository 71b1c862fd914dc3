// @vitest-environment happy-dom
import { act, cleanup, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { toast } from "sonner";
import { afterEach, expect, test } from "vitest";
import { Toaster } from "./toaster.tsx";

afterEach(cleanup);

test("a notice stands in the region of notices until it is closed", async () => {
  render(<Toaster />);
  act(() => void toast.error("Não deu certo.", { duration: Infinity }));
  const region = screen.getByRole("region", { name: "Avisos" });
  expect(region.getAttribute("aria-live")).toBe("polite");
  expect(await within(region).findByText("Não deu certo.")).toBeTruthy();
  await userEvent.click(within(region).getByRole("button", { name: "Fechar aviso" }));
  await waitFor(() => expect(screen.queryByText("Não deu certo.")).toBeNull());
});
