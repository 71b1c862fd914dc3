// @vitest-environment happy-dom
import { cleanup, render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, test, vi } from "vitest";
import type { HeldRow } from "@/lib/admin/restore/list-restore-holds.ts";
import { HeldIntegrations, type ReleaseAction } from "./held-integrations.tsx";

const refresh = vi.fn();
vi.mock("next/navigation", () => ({ useRouter: () => ({ refresh }) }));
afterEach(() => {
  cleanup();
  refresh.mockClear();
});

const held = (fields: Partial<HeldRow> = {}): HeldRow => ({
  integrationId: 1,
  description: "Vendas diárias",
  typeName: "Scanntech",
  organizationName: "Drogaria Exemplo",
  since: "2026-03-10T12:00:00.000Z",
  pendingTasks: 0,
  uncertainFiles: 0,
  slots: [],
  ...fields,
});
const open = (rows: readonly HeldRow[], release: ReleaseAction) =>
  render(<HeldIntegrations rows={rows} timeZone="America/Sao_Paulo" release={release} />);

test("each integration says what may have been sent since the copy", () => {
  open(
    [
      held({ slots: [{ label: "Enviar vendas", count: 3 }], pendingTasks: 1, uncertainFiles: 2 }),
      held({ integrationId: 2, description: "Estoque" }),
    ],
    vi.fn(),
  );
  expect(screen.getByText(/^Enviar vendas: 3 horários passaram desde 10\/03\/2026/)).toBeTruthy();
  expect(screen.getByText("1 tarefa estava pendente na cópia.")).toBeTruthy();
  expect(screen.getByText("2 arquivos estavam a caminho do parceiro.")).toBeTruthy();
  expect(
    screen.getByText("Nada ficou pendente e nenhum horário passou desde a cópia."),
  ).toBeTruthy();
});

test.each([
  ["Liberar e executar", "run"],
  ["Liberar sem repetir", "skip"],
] as const)("%s lets that integration go and reads the page again", async (name, what) => {
  const release = vi.fn<ReleaseAction>().mockResolvedValue({ ok: true, value: { tasks: 0 } });
  open([held(), held({ integrationId: 2, description: "Estoque" })], release);
  const [, second] = screen.getAllByRole("button", { name });
  await userEvent.click(second!);
  expect(release.mock.calls).toEqual([[{ integrationId: 2, what }]]);
  expect(refresh).toHaveBeenCalledOnce();
});

test("a refusal and an absent server each leave a sentence, and the buttons work again", async () => {
  const release = vi
    .fn<ReleaseAction>()
    .mockResolvedValueOnce({
      ok: false,
      problem: { kind: "conflict", message: "Outro usuário já liberou." },
    })
    .mockRejectedValueOnce(new Error("offline"));
  open([held()], release);
  const button = screen.getByRole("button", { name: "Liberar e executar" });
  await userEvent.click(button);
  expect(await screen.findByText(/Outro usuário já liberou\./)).toBeTruthy();
  await userEvent.click(button);
  expect(await screen.findByText(/O servidor não respondeu/)).toBeTruthy();
  expect(within(button).queryByText("Liberar e executar")).toBeTruthy();
  expect(refresh).not.toHaveBeenCalled();
});

test("with nothing held it says that all goes on", () => {
  open([], vi.fn());
  expect(screen.getByText("Tudo liberado.")).toBeTruthy();
});
