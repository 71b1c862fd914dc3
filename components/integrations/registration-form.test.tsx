// @vitest-environment happy-dom
import { cleanup, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { renderPage, router } from "@/e2e/support/render-page.tsx";
import type { OpenedIntegration } from "@/lib/admin/integrations/read-integration.ts";
import { FormMessages } from "./form-messages.tsx";
import { RegistrationFields } from "./registration-fields.tsx";
import type { RegistrationActions } from "./registration-props.ts";
import { RegistrationProvider } from "./registration-state.tsx";
import { SaveBar } from "./save-bar.tsx";

vi.mock("next/navigation", async () =>
  (await import("@/e2e/support/render-page.tsx")).fakeNavigation(),
);
beforeEach(() => {
  sessionStorage.clear();
  vi.clearAllMocks();
});
afterEach(cleanup);

const opened = (part: Partial<OpenedIntegration> = {}): OpenedIntegration => ({
  id: 7,
  version: 3,
  organizationId: 1,
  organizationName: "Drogarias Aurora",
  timeZone: "America/Sao_Paulo",
  description: "Vendas para o parceiro",
  typeName: "Farol",
  contractLabel: "",
  connectorId: "farol",
  state: "active",
  pausedReason: null,
  active: true,
  intervalMinutes: 60,
  branches: [],
  settings: [],
  lastTask: null,
  nextRunAt: null,
  manualMaxDays: null,
  collects: false,
  changedDays: [],
  days: null,
  pause: null,
  lateDays: 0,
  maySendLate: false,
  ...part,
});

function renderForm(actions: Partial<RegistrationActions>, integration = opened()) {
  const refuse = async () => {
    throw new Error("not asked for in this test");
  };
  renderPage(
    <RegistrationProvider
      opened={integration}
      choices={{ types: [], organizations: [], branches: [], sendsMail: true }}
      readOnly={false}
      timeZone="America/Sao_Paulo"
      personId={5}
      base="/integracoes/7"
      actions={{
        save: refuse,
        testConnection: refuse,
        loadBranches: refuse,
        preview: refuse,
        ...actions,
      }}
    >
      <FormMessages />
      <RegistrationFields />
      <SaveBar />
    </RegistrationProvider>,
    "/integracoes/7",
  );
}
const description = () => screen.getByLabelText<HTMLInputElement>(/Descrição/);
const retype = async (text: string) => {
  await userEvent.clear(description());
  await userEvent.type(description(), text);
};
const press = () => userEvent.click(screen.getByRole("button", { name: "Salvar" }));

test("saves what was typed over the version it was filled from", async () => {
  const save = vi.fn<RegistrationActions["save"]>(async () => ({
    ok: true,
    value: { id: 7, version: 4 },
  }));
  renderForm({ save });
  await retype("Vendas diárias");
  await press();
  expect(await screen.findByText("Alterações salvas com sucesso.")).toBeTruthy();
  expect(save).toHaveBeenCalledExactlyOnceWith(
    expect.objectContaining({ id: 7, version: 3, description: "Vendas diárias" }),
  );
  expect(router.refresh).toHaveBeenCalled();
});

test("a second press while the first is under way sends nothing", async () => {
  const answers: Array<() => void> = [];
  const save = vi.fn<RegistrationActions["save"]>(
    () =>
      new Promise((resolve) =>
        answers.push(() => resolve({ ok: true, value: { id: 7, version: 4 } })),
      ),
  );
  renderForm({ save });
  await retype("Outra");
  await userEvent.dblClick(screen.getByRole("button", { name: "Salvar" }));
  answers[0]!();
  await screen.findByText("Alterações salvas com sucesso.");
  expect(save).toHaveBeenCalledOnce();
});

test("a refusal stands at its field, and goes when the field is changed", async () => {
  renderForm({
    save: async () => ({
      ok: false,
      problem: {
        kind: "invalid",
        message: "Há campos a corrigir.",
        fields: { description: "Informe a descrição." },
      },
    }),
  });
  await retype("x");
  await press();
  expect(await screen.findByText("Informe a descrição.")).toBeTruthy();
  expect(description().getAttribute("aria-invalid")).toBe("true");
  await userEvent.type(description(), "y");
  expect(screen.queryByText("Informe a descrição.")).toBeNull();
  expect(screen.queryByText("Há campos a corrigir.")).toBeNull();
});

test("when the session has ended, what was typed stays and signing in again is offered", async () => {
  renderForm({
    save: async () => ({
      ok: false,
      problem: { kind: "signed_out", message: "Sua sessão expirou." },
    }),
  });
  await retype("Não se perde");
  await press();
  const again = await screen.findByRole("link", { name: "Entrar novamente" });
  expect(again.getAttribute("href")).toBe("/entrar?depois=%2Fintegracoes%2F7");
  expect(description().value).toBe("Não se perde");
  cleanup();
  renderForm({});
  await waitFor(() => expect(description().value).toBe("Não se perde"));
});

test("a server that does not answer is no success", async () => {
  renderForm({});
  await retype("Sem resposta");
  await press();
  expect(await screen.findByText("Não foi possível salvar agora.")).toBeTruthy();
  expect(description().value).toBe("Sem resposta");
});

test("somebody else's save is shown, and one chooses which stands", async () => {
  const save = vi
    .fn<RegistrationActions["save"]>()
    .mockResolvedValueOnce({
      ok: false,
      problem: {
        kind: "conflict",
        message: "Ana salvou enquanto você editava.",
        offer: { version: 5, changes: [] },
      },
    })
    .mockResolvedValueOnce({ ok: true, value: { id: 7, version: 6 } });
  renderForm({ save });
  await retype("A minha");
  await press();
  await screen.findByText("Ana salvou enquanto você editava.");
  await userEvent.click(screen.getByRole("button", { name: "Substituir pela minha versão" }));
  await waitFor(() => expect(save).toHaveBeenCalledTimes(2));
  expect(save.mock.lastCall?.[0]).toMatchObject({ version: 5, description: "A minha" });
});
