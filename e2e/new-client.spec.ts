import { expect, test } from "@playwright/test";
import { completeCnpj } from "@/lib/core/documents.ts";
import { registerPerson, usePersonLink } from "./pages/people-page.ts";
import { signIn, SUPPORT } from "./support/sign-in.ts";

const unique = () => Math.random().toString(36).slice(2, 10);

test("a new client from zero, with only the profiles that ship", async ({ page, browser }) => {
  await signIn(page, SUPPORT);
  const client = `Rede ${unique()}`;
  await page.goto("/clientes");
  await page.getByRole("button", { name: "Cadastrar cliente" }).first().click();
  const organization = page.getByRole("dialog", { name: "Cadastrar cliente" });
  await organization.getByLabel("Nome").fill(client);
  await organization.getByRole("button", { name: "Cadastrar" }).click();
  await expect(organization).toBeHidden();

  await page.goto("/filiais");
  await page.getByRole("button", { name: "Cadastrar filial" }).first().click();
  const branch = page.getByRole("dialog", { name: "Cadastrar filial" });
  await branch.getByLabel("Cliente").selectOption({ label: client });
  await branch.getByLabel("Código").fill("1");
  await branch.getByLabel("Nome").fill("Loja 1");
  const number = String(Math.floor(Math.random() * 1e8)).padStart(8, "0");
  await branch.getByLabel("CNPJ").fill(completeCnpj(`${number}0001`));
  await branch.getByLabel("Cidade").fill("Campinas");
  await branch.getByLabel("UF").selectOption("SP");
  await branch.getByRole("button", { name: "Cadastrar" }).click();
  await expect(branch).toBeHidden();

  const [name, email] = [`Marina ${unique()}`, `${unique()}@pessoas.test`];
  const link = await registerPerson(page, { name, email, profile: "Cliente", client });
  const theirs = await (await browser.newContext()).newPage();
  await usePersonLink(theirs, link, "uma frase bem longa");
  await signIn(theirs, { email, password: "uma frase bem longa" });
  await expect(theirs.getByRole("heading", { level: 1 })).toBeVisible();

  // Invited again, and out: still without the right to read personal data.
  await page.goto("/usuarios");
  await page.getByPlaceholder("Pesquisar usuários").fill(name);
  const menu = page.getByRole("button", { name: `Ações de ${name}` });
  await menu.click();
  await page.getByRole("menuitem", { name: "Novo link de acesso" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Criar link" }).click();
  const shown = page.getByRole("dialog", { name: "Link de acesso" });
  await expect(shown.getByLabel("Link")).toHaveValue(/\/acesso\//);
  await shown.getByRole("button", { name: "Concluir" }).click();
  await menu.click();
  await page.getByRole("menuitem", { name: "Desativar" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Desativar" }).click();
  await expect(page.getByText(`Usuário ${name} desativado.`)).toBeVisible();
  await theirs.goto("/integracoes");
  await expect(theirs).toHaveURL(/\/entrar/);
});
