import { randomUUID } from "node:crypto";
import { expect, test } from "@playwright/test";
import { MAIN_CLIENT } from "@/db/seed/demo-organizations.ts";
import { IntegrationForm } from "./pages/integration-form.ts";
import { expectAccessible } from "./support/expect-accessible.ts";
import { CLIENT, signIn, SUPPORT } from "./support/sign-in.ts";

const CANARY = "canario-da-senha-31";
const unique = (word: string) => `${word} ${randomUUID().slice(0, 8)}`;

test("an agent registers an integration, from the empty form to the list", async ({ page }) => {
  await signIn(page, SUPPORT);
  const form = new IntegrationForm(page);
  const name = `${unique("Vendas")} 🚀 <b>x</b>`;
  await form.openNew();
  await expectAccessible(page);

  await page.getByRole("button", { name: "Cadastrar", exact: true }).click();
  await expect(page.getByText("Informe uma descrição que identifique a integração.")).toBeVisible();
  await form.chooseClient(MAIN_CLIENT);
  await form.description.fill("ã".repeat(5000));
  await form.interval.fill("1000000000");
  await form.chooseType("Smarket");
  await page.getByRole("button", { name: "Cadastrar", exact: true }).click();
  await expect(
    page.getByText("A descrição tem 5.000 caracteres e o limite é de 200. Encurte-a."),
  ).toBeVisible();
  await expect(
    page.getByText("Informe um número inteiro de 1 a 44.640 minutos (31 dias)."),
  ).toBeVisible();
  await expect(form.interval).toHaveValue("1000000000");

  await form.description.fill(name);
  await form.interval.fill("45");
  await form.branches.getByRole("checkbox", { name: "Nome: selecionar todas as filiais" }).click();
  await expect(page.getByText(/^\d+ de \d+ selecionadas$/)).toBeVisible();
  await page.getByRole("button", { name: "Cadastrar", exact: true }).click();

  await expect(page).toHaveURL(/\/nova\/configuracoes$/);
  await expect(page.getByText("Preencha “Senha”.")).toBeVisible();
  await expectAccessible(page);
  await form.setValue("ftp_host", "ftp.parceiro.example");
  await form.setValue("ftp_usuario", "aurora");
  await form.setValue("ftp_senha", CANARY);
  await expect(form.cell("ftp_senha")).toContainText("novo valor digitado");
  await form.openTab("Cadastro");
  await expect(form.description).toHaveValue(name);

  await page.getByRole("button", { name: "Cadastrar", exact: true }).dblclick();
  await expect(page.getByText("Integração cadastrada com sucesso.")).toBeVisible();
  await expect(page.getByRole("row").filter({ hasText: name })).toHaveCount(1);
  await expect(page.getByRole("row").filter({ hasText: name })).toContainText("Nova");
  expect(await page.content()).not.toContain(CANARY);
  await expectAccessible(page);
});

test("the branches are sorted, filtered by the small menu with Ok, and ticked one by one", async ({
  page,
}) => {
  await signIn(page, SUPPORT);
  const form = new IntegrationForm(page);
  await form.openNew();
  await form.chooseClient(MAIN_CLIENT);
  const names = () => form.branches.getByRole("rowheader").allTextContents();
  const rising = await names();
  await form.branches
    .getByRole("columnheader", { name: "Nome" })
    .getByRole("button", { name: /^Nome/ })
    .click();
  await expect.poll(names).toEqual(rising.toReversed());

  await page.getByRole("button", { name: "Filtrar por Nome" }).click();
  const menu = page.getByRole("dialog", { name: "Filtro de Nome" });
  await menu.getByLabel(rising[0] ?? "", { exact: true }).click();
  await menu.getByLabel(rising[1] ?? "", { exact: true }).click();
  await expect.poll(names).toHaveLength(rising.length);
  await menu.getByRole("button", { name: "Ok" }).click();
  await expect.poll(names).toHaveLength(2);
  await form.branches.getByRole("checkbox", { name: "Nome: selecionar todas as filiais" }).click();
  await expect(page.getByText(`2 de ${rising.length} selecionadas`)).toBeVisible();
});

test("the list is searched, its state lives in the URL, and a row opens by double click", async ({
  page,
}) => {
  await signIn(page, SUPPORT);
  const form = new IntegrationForm(page);
  const word = unique("Ágata").replaceAll(" ", "");
  const id = await form.register(`Estoque ${word}`, MAIN_CLIENT);
  await page
    .getByRole("searchbox", { name: "Pesquisar integrações" })
    .fill(word.toLowerCase().replace("á", "A"));
  await expect(page).toHaveURL(/busca=/);
  await expect(page.getByText("1 registro", { exact: true })).toBeVisible();
  await page.reload();
  await expect(page.getByRole("searchbox", { name: "Pesquisar integrações" })).toHaveValue(/gata/);
  const row = page.getByRole("row").filter({ hasText: word });
  await row.getByRole("cell").filter({ hasText: "Smarket" }).first().dblclick();
  await expect(page).toHaveURL(new RegExp(`/integracoes/${id}$`));
  await expect(page).toHaveTitle(new RegExp(`Estoque ${word} · Inativa`));
  await page.goBack();
  await expect(page.getByText("1 registro", { exact: true })).toBeVisible();

  await row.getByRole("button", { name: /^Ações/ }).click();
  await page.getByRole("menuitem", { name: "Ativar" }).click();
  await expect(page.getByText(/Não foi possível ativar/)).toBeVisible();
  await expect(row).toContainText("Inativa");
  await page.getByRole("searchbox", { name: "Pesquisar integrações" }).fill("nada-com-este-nome");
  await expect(page.getByRole("button", { name: "Limpar filtros" })).toBeVisible();
});

test("a save is a version: compared, restored, and refused when somebody saved first", async ({
  page,
  context,
}) => {
  await signIn(page, SUPPORT);
  const form = new IntegrationForm(page);
  const name = unique("Versões");
  const id = await form.register(name, MAIN_CLIENT);
  await page.goto(`/integracoes/${id}`);
  const second = new IntegrationForm(await context.newPage());
  await second.page.goto(`/integracoes/${id}`);

  await form.fillWhenAlive(form.interval, "15");
  await page.getByRole("button", { name: "Salvar" }).click();
  await expect(page.getByText("Alterações salvas com sucesso.")).toBeVisible();

  await second.fillWhenAlive(second.description, `${name} tarde`);
  await second.page.getByRole("button", { name: "Salvar" }).click();
  await expect(
    second.page.getByText(/salvou esta integração em .*depois que você a abriu/),
  ).toBeVisible();
  await expect(second.description).toHaveValue(`${name} tarde`);
  await second.page.getByRole("button", { name: "Substituir pela minha versão" }).click();
  await expect(second.page.getByText("Alterações salvas com sucesso.")).toBeVisible();

  await page.goto(`/integracoes/${id}/versoes`);
  await expect(page.getByRole("listitem").filter({ hasText: "Versão 3" })).toContainText("atual");
  await expectAccessible(page);
  await expect(async () => {
    await page.getByRole("button", { name: "Comparar" }).click();
    await expect(page.getByRole("table", { name: /Diferenças/ })).toContainText("tarde", {
      timeout: 2_000,
    });
  }).toPass();
  await page.getByRole("button", { name: "Restaurar versão 1" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Restaurar" }).click();
  await expect(page.getByText("Versão 1 restaurada como versão 4.")).toBeVisible();
  await expect(page.getByRole("heading", { name, exact: true })).toBeVisible();
});

test("what was typed survives a reload without its secrets, and leaving asks first", async ({
  page,
}) => {
  await signIn(page, SUPPORT);
  const form = new IntegrationForm(page);
  await form.openNew();
  const name = unique("Rascunho");
  await form.description.fill(name);
  await form.chooseType("Smarket");
  await form.openTab("Configurações");
  await form.setValue("ftp_senha", CANARY);
  expect(await page.evaluate(() => JSON.stringify(sessionStorage))).not.toContain(CANARY);
  page.on("dialog", (dialog) => void dialog.accept());
  await page.goto("/integracoes/nova");
  await expect(
    page.getByText("Os dados digitados e ainda não salvos foram recuperados"),
  ).toBeVisible();
  await expect(form.description).toHaveValue(name);
  await page.getByRole("link", { name: "Catálogo" }).click();
  await expect(page.getByRole("alertdialog", { name: "Sair sem salvar?" })).toBeVisible();
  await page.getByRole("button", { name: "Continuar editando" }).click();
  await expect(form.description).toHaveValue(name);
});

test("a session that ends while the form is filled loses nothing", async ({ page, context }) => {
  await signIn(page, SUPPORT);
  const form = new IntegrationForm(page);
  await form.openNew();
  const name = unique("Sessão");
  await form.chooseClient(MAIN_CLIENT);
  await form.description.fill(name);
  await context.clearCookies();
  await page.getByRole("button", { name: "Cadastrar", exact: true }).click();
  await expect(page.getByRole("link", { name: "Entrar novamente" })).toBeVisible();
  await expect(form.description).toHaveValue(name);
  // Signing in happens beside the form, which then goes on as if nothing had been.
  const opened = context.waitForEvent("page");
  await page.getByRole("link", { name: "Entrar novamente" }).click();
  const beside = await opened;
  await beside.getByLabel("E-mail").fill(SUPPORT.email);
  await beside.getByLabel("Senha", { exact: true }).fill(SUPPORT.password);
  await beside.getByRole("button", { name: "Entrar", exact: true }).click();
  await expect(beside).toHaveURL(/\/integracoes\/nova/);
  await beside.close();
  await expect(form.description).toHaveValue(name);
  await page.getByRole("button", { name: "Cadastrar", exact: true }).click();
  await expect(page.getByText("Escolha o tipo de integração.").first()).toBeVisible();
  await expect(page.getByRole("link", { name: "Entrar novamente" })).toHaveCount(0);
});

test("a client looks and does not touch", async ({ page, browser }) => {
  await signIn(page, SUPPORT);
  const id = await new IntegrationForm(page).register(unique("Só leitura"), MAIN_CLIENT);
  const foreignId = await new IntegrationForm(page).register(unique("De outro"), "Farma Rio Negro");
  const context = await browser.newContext();
  const other = await context.newPage();
  await signIn(other, CLIENT);
  await expect(other.getByRole("link", { name: "Cadastrar integração" })).toHaveCount(0);
  await expect(other.getByRole("columnheader", { name: "Cliente" })).toHaveCount(0);
  await other
    .getByRole("button", { name: /^Ações/ })
    .first()
    .click();
  await expect(other.getByRole("menuitem", { name: "Visualizar" })).toBeVisible();
  await expect(other.getByRole("menuitem", { name: "Editar" })).toHaveCount(0);
  await other.keyboard.press("Escape");
  await other.goto(`/integracoes/${id}`);
  await expect(
    other.getByText("Para alterar o cadastro, entre em contato com um agente de Suporte."),
  ).toBeVisible();
  await expect(other.getByRole("button", { name: "Salvar" })).toHaveCount(0);
  await expect(other.getByRole("textbox", { name: "Descrição" })).not.toBeEditable();
  await expectAccessible(other);
  await other.goto(`/integracoes/${id}/configuracoes`);
  await expect(other.getByRole("table", { name: "Configurações de Smarket" })).toBeVisible();
  await expectAccessible(other);
  for (const path of ["", "/configuracoes", "/versoes"])
    expect((await other.goto(`/integracoes/${foreignId}${path}`))?.status()).toBe(404);
  expect((await other.goto("/integracoes/nova"))?.status()).toBe(403);
  await context.close();
});

test("the settings grid is filled with the keyboard alone", async ({ page }) => {
  await signIn(page, SUPPORT);
  const form = new IntegrationForm(page);
  const id = await form.register(unique("Teclado"), MAIN_CLIENT);
  await page.goto(`/integracoes/${id}/configuracoes`);
  const host = form.cell("ftp_host");
  await expect(async () => {
    await host.focus();
    await page.keyboard.press("Enter");
    await expect(page.locator("input:focus")).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await page.keyboard.type("ftp.um.example");
  await page.keyboard.press("Escape");
  await expect(host).toContainText("Clique para informar");
  await expect(host).toBeFocused();
  await page.keyboard.press("Enter");
  await page.keyboard.type("ftp.dois.example");
  await page.keyboard.press("Tab");
  await expect(host).toContainText("ftp.dois.example");
  await page.getByRole("button", { name: "Salvar" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByText("Alterações salvas com sucesso.")).toBeVisible();
  await page.reload();
  await expect(form.cell("ftp_host")).toContainText("ftp.dois.example");
});

test("the catalogue says honestly how sure the hub is, on a phone too", async ({ page }) => {
  await signIn(page, SUPPORT);
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto("/catalogo");
  const audit = page
    .getByRole("listitem")
    .filter({ has: page.getByRole("heading", { name: "Audit" }) });
  await expect(audit).toContainText("formato presumido, não publicado pelo parceiro");
  await expectAccessible(page);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  await audit.getByRole("link", { name: "Cadastrar integração Audit" }).click();
  await expect(page.getByRole("combobox", { name: /^Tipo de integração/ })).toContainText("Audit");
});
