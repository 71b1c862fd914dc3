import { expect, test } from "@playwright/test";
import { registerPerson, usePersonLink } from "./pages/people-page.ts";
import { expectAccessible } from "./support/expect-accessible.ts";
import { CLIENT, signIn, SUPPORT } from "./support/sign-in.ts";

const unique = () => Math.random().toString(36).slice(2, 10);

test("a person is registered, enters by the link once, and is out as soon as they are disabled", async ({
  page,
  browser,
}) => {
  await signIn(page, SUPPORT);
  const name = `Bruna ${unique()}`;
  const email = `${unique()}@pessoas.test`;
  const link = await registerPerson(page, { name, email, profile: "Agente de suporte" });

  const theirs = await (await browser.newContext()).newPage();
  await usePersonLink(theirs, link, "uma frase bem longa");
  await theirs.goto(new URL(link).pathname);
  await expect(theirs.getByText("Este link já foi usado ou venceu.")).toBeVisible();
  await signIn(theirs, { email, password: "uma frase bem longa" });

  await page
    .getByRole("searchbox")
    .or(page.getByPlaceholder("Pesquisar usuários"))
    .first()
    .fill(name);
  await page.getByRole("button", { name: `Ações de ${name}` }).click();
  await page.getByRole("menuitem", { name: "Desativar" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Desativar" }).click();
  await expect(page.getByText(`Usuário ${name} desativado.`)).toBeVisible();

  await theirs.goto("/usuarios");
  await expect(theirs).toHaveURL(/\/entrar\?depois=/);
});

test("a wrong form keeps what was typed and leads to the field", async ({ page }) => {
  await signIn(page, SUPPORT);
  await page.goto("/filiais");
  await page.getByRole("button", { name: "Cadastrar filial" }).first().click();
  const dialog = page.getByRole("dialog", { name: "Cadastrar filial" });
  await dialog.getByLabel("Código").fill("901");
  await dialog.getByLabel("CNPJ").fill("11.222.333/0001-00");
  await dialog.getByRole("button", { name: "Cadastrar" }).click();
  await expect(
    dialog.getByText("CNPJ inválido. Os dígitos verificadores não conferem."),
  ).toBeVisible();
  await expect(dialog.getByText("Informe o nome da filial.")).toBeVisible();
  await expect(dialog.getByLabel("Código")).toHaveValue("901");
  await expect(dialog.locator("[aria-invalid]").first()).toBeFocused();
});

test("a profile of one's own is added, adjusted and removed; those that ship stay", async ({
  page,
}) => {
  await signIn(page, SUPPORT);
  await page.goto("/perfis");
  const name = `Conferente ${unique()}`;
  await page.getByRole("button", { name: "Cadastrar perfil" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Nome").fill(name);
  await dialog.getByLabel("Ver logs").click();
  await dialog.getByRole("button", { name: "Cadastrar" }).click();
  await expect(page.getByText(`Perfil “${name}” cadastrado.`)).toBeVisible();
  await page.getByPlaceholder("Pesquisar perfis").fill(name);
  await expect(page.getByRole("row", { name: new RegExp(name) })).toContainText(
    "Visualizar, Ver logs",
  );
  await page.getByRole("button", { name: `Ações de ${name}` }).click();
  await page.getByRole("menuitem", { name: "Remover" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Remover" }).click();
  await expect(page.getByText(`Perfil “${name}” removido.`)).toBeVisible();

  await page.getByPlaceholder("Pesquisar perfis").fill("Agente de suporte");
  await page.getByRole("button", { name: "Ações de Agente de suporte" }).click();
  await expect(page.getByRole("menuitem", { name: /Remover/ })).toHaveAttribute(
    "aria-disabled",
    "true",
  );
});

test("an API key is shown once, and asks for the password", async ({ page }) => {
  await signIn(page, SUPPORT);
  await page.goto("/chaves-api");
  const name = `ERP ${unique()}`;
  await page.getByRole("button", { name: "Criar chave" }).first().click();
  const dialog = page.getByRole("dialog", { name: "Criar chave de API" });
  await dialog.getByLabel("Cliente").selectOption({ index: 1 });
  await dialog.getByLabel("Finalidade").fill(name);
  await dialog.getByLabel("Sua senha").fill(SUPPORT.password);
  // A key without any right would be good for nothing.
  await dialog.getByRole("checkbox", { name: /Enviar movimentos/ }).click();
  await dialog.getByRole("button", { name: "Criar" }).click();
  await expect(dialog.getByText("Escolha ao menos um direito.")).toBeVisible();
  await dialog.getByRole("checkbox", { name: /Enviar movimentos/ }).click();
  await dialog.getByRole("checkbox", { name: /Buscar preços aplicados/ }).click();
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Criar" }).click();
  const shown = page.getByRole("dialog", { name: "Chave de API" });
  const key = await shown.getByLabel("Chave", { exact: true }).inputValue();
  expect(key).toMatch(/^enl_[\w-]{43}$/);
  await shown.getByRole("button", { name: "Concluir" }).click();
  await expect(page.getByRole("row", { name: new RegExp(name) })).toContainText(
    "Enviar, Buscar preços",
  );
  expect(await page.content()).not.toContain(key);
});

test("what a client's profile does not allow is neither in the menu nor behind the address", async ({
  page,
}) => {
  await signIn(page, CLIENT);
  const menu = page.getByRole("navigation").first();
  await expect(menu.getByRole("link", { name: "Integrações", exact: true })).toBeVisible();
  for (const area of ["Clientes", "Usuários", "Perfis", "Auditoria", "Chaves de API"])
    await expect(menu.getByRole("link", { name: area })).toHaveCount(0);
  for (const path of [
    "/clientes",
    "/usuarios",
    "/perfis",
    "/filiais",
    "/chaves-api",
    "/auditoria",
  ]) {
    const answer = await page.goto(path);
    expect(answer?.status(), path).toBe(403);
    await expect(page.getByText("Seu perfil não permite abrir esta tela")).toBeVisible();
  }
});

for (const path of [
  "/usuarios",
  "/perfis",
  "/clientes",
  "/filiais",
  "/chaves-api",
  "/auditoria",
  "/conta",
]) {
  test(`${path} has nothing that axe objects to, wide or narrow`, async ({ page }) => {
    await signIn(page, SUPPORT);
    for (const width of [1440, 360]) {
      await page.setViewportSize({ width, height: 800 });
      await page.goto(path);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      await expectAccessible(page);
    }
  });
}
