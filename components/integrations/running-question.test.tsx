// @vitest-environment happy-dom
import { cleanup, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, test, vi } from "vitest";
import { isRunningOffer, RunningQuestion } from "./running-question.tsx";

afterEach(cleanup);

test("a save that meets a running task offers to let it end or to stop it", async () => {
  const choose = vi.fn();
  render(
    <RunningQuestion
      message="1 tarefa está em execução."
      onChoose={choose}
      onDismiss={() => undefined}
    />,
  );
  expect(screen.getByText("1 tarefa está em execução.")).toBeTruthy();
  await userEvent.click(screen.getByRole("button", { name: "Salvar e deixar terminar" }));
  await userEvent.click(screen.getByRole("button", { name: "Salvar e interromper" }));
  expect(choose.mock.calls).toEqual([["finish"], ["stop"]]);
});

test.each([null, undefined, "running", {}, { code: "overlap" }])(
  "another offer (%j) is not taken for it",
  (offer) => expect(isRunningOffer(offer)).toBe(false),
);
