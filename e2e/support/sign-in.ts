import { expect, type Page } from "@playwright/test";

/** The demo's two people. */
export const SUPPORT = { email: "suporte@enlace.test", password: "demonstracao" };
export const CLIENT = { email: "cliente@enlace.test", password: "demonstracao" };

/** Signs in through the form and waits for the list of integrations. */
export async function signIn(page: Page, person: { email: string; password: string }): Promise<void> {
  await page.goto("/entrar");
  await page.getByLabel("E-mail").fill(person.email);
  await page.getByLabel("Senha", { exact: true }).fill(person.password);
  await page.getByRole("button", { name: "Entrar" }).click();
  await expect(page).toHaveURL(/\/integracoes/);
}
