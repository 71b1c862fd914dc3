import { expect, type Page } from "@playwright/test";

/** Registers a person through "Usuários" and returns their one-time link. */
export async function registerPerson(
  page: Page,
  person: { name: string; email: string; profile: string; client?: string },
): Promise<string> {
  await page.goto("/usuarios");
  await page.getByRole("button", { name: "Cadastrar usuário" }).first().click();
  const dialog = page.getByRole("dialog", { name: "Cadastrar usuário" });
  await dialog.getByLabel("Nome").fill(person.name);
  await dialog.getByLabel("E-mail").fill(person.email);
  await dialog.getByLabel("Perfil").selectOption({ label: person.profile });
  if (person.client) await dialog.getByLabel("Cliente").selectOption({ label: person.client });
  await dialog.getByRole("button", { name: "Cadastrar" }).click();
  const shown = page.getByRole("dialog", { name: "Link de acesso" });
  const link = await shown.getByLabel("Link").inputValue();
  expect(link).toMatch(/\/acesso\/[\w-]{43}$/);
  await shown.getByRole("button", { name: "Concluir" }).click();
  return link;
}

/** Chooses the first password behind a one-time link. */
export async function usePersonLink(page: Page, link: string, password: string): Promise<void> {
  await page.goto(new URL(link).pathname);
  await page.getByLabel("Nova senha", { exact: false }).first().fill(password);
  await page.getByLabel("Repita a nova senha").fill(password);
  await page.getByRole("button", { name: "Definir senha" }).click();
  await expect(page.getByText("Senha definida com sucesso.")).toBeVisible();
}
