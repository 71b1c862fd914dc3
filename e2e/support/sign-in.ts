import { type Cookie, expect, type Page } from "@playwright/test";
import { DEMO_EMAILS, DEMO_PASSWORD } from "../demo/demo-people.ts";

/** The demo's two people. */
export const SUPPORT = { email: DEMO_EMAILS.support, password: DEMO_PASSWORD };
export const CLIENT = { email: DEMO_EMAILS.client, password: DEMO_PASSWORD };

/** Sessions this worker has opened: the form is walked once for each person, not for each test. */
const sessions = new Map<string, Cookie[]>();

/** Leaves the page on the list of integrations, signed in as this person; `fresh` = in a session of its own. */
export async function signIn(
  page: Page,
  person: { email: string; password: string },
  options: { fresh?: boolean } = {},
): Promise<void> {
  const known = options.fresh ? undefined : sessions.get(`${person.email} ${person.password}`);
  if (known) {
    await page.context().addCookies(known);
    await page.goto("/integracoes");
    if (new URL(page.url()).pathname === "/integracoes") return;
    // Another test ended that session: the form opens a new one.
    await page.context().clearCookies();
  }
  await page.goto("/entrar");
  await page.getByLabel("E-mail").fill(person.email);
  await page.getByLabel("Senha", { exact: true }).fill(person.password);
  await page.getByRole("button", { name: "Entrar" }).click();
  // A client of Multi CV arrives at what waits for them.
  await expect(page).toHaveURL(/\/(integracoes|reservas\/pendencias)/);
  if (!page.url().includes("/integracoes")) await page.goto("/integracoes");
  sessions.set(`${person.email} ${person.password}`, await page.context().cookies());
}
