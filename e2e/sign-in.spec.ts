import { expect, test } from "@playwright/test";
import { registerPerson, usePersonLink } from "./pages/people-page.ts";
import { expectAccessible } from "./support/expect-accessible.ts";
import { signIn, SUPPORT } from "./support/sign-in.ts";

const unique = () => Math.random().toString(36).slice(2, 10);

test("a wrong e-mail and a wrong password read the same, and the e-mail stays", async ({
  page,
}) => {
  await page.goto("/entrar");
  const sentences: string[] = [];
  for (const email of [`ninguem-${unique()}@enlace.test`, SUPPORT.email]) {
    await page.getByLabel("E-mail").fill(email);
    await page.getByLabel("Senha", { exact: true }).fill(`errada ${unique()}`);
    await page.getByRole("button", { name: "Entrar" }).click();
    await expect(page.getByLabel("Senha", { exact: true })).toHaveValue("");
    await expect(page.getByRole("alert").filter({ hasText: "incorretos" })).toBeVisible();
    sentences.push(
      (await page.getByRole("alert").filter({ hasText: "incorretos" }).textContent()) ?? "",
    );
    await expect(page.getByLabel("E-mail")).toHaveValue(email);
  }
  expect(sentences[0]).toBe(sentences[1]);
});

test("after signing in a person is where they wanted to be, and never on another site", async ({
  page,
}) => {
  await page.goto("/auditoria?busca=ana");
  await expect(page).toHaveURL(/\/entrar\?depois=/);
  await page.getByLabel("E-mail").fill(SUPPORT.email);
  await page.getByLabel("Senha", { exact: true }).fill(SUPPORT.password);
  await page.getByRole("button", { name: "Entrar" }).click();
  await expect(page).toHaveURL(/\/auditoria\?busca=ana/);

  await page.context().clearCookies();
  await page.goto(`/entrar?depois=${encodeURIComponent("//mal.example/x")}`);
  await page.getByLabel("E-mail").fill(SUPPORT.email);
  await page.getByLabel("Senha", { exact: true }).fill(SUPPORT.password);
  await page.getByRole("button", { name: "Entrar" }).click();
  await expect(page).toHaveURL(/\/integracoes/);
});

test("leaving ends the session on the server: the old cookie opens nothing", async ({
  page,
  browser,
}) => {
  await signIn(page, SUPPORT);
  const state = await page.context().storageState();
  const answer = page.waitForResponse((response) => response.url().includes("saiu=1"));
  await page.getByRole("button", { name: /Conta de/ }).click();
  await page.getByRole("menuitem", { name: "Sair" }).click();
  expect(await (await answer).headerValue("clear-site-data")).toContain("cache");
  await expect(page.getByText("Você saiu do sistema.")).toBeVisible();
  const thief = await (await browser.newContext({ storageState: state })).newPage();
  await thief.goto("/conta");
  await expect(thief).toHaveURL(/\/entrar/);
});

test("a new password ends the other sessions and keeps this one", async ({ page, browser }) => {
  await signIn(page, SUPPORT);
  const email = `${unique()}@pessoas.test`;
  const link = await registerPerson(page, {
    name: "Davi Prado",
    email,
    profile: "Agente de suporte",
  });
  const [here, there] = await Promise.all(
    [browser.newContext(), browser.newContext()].map(async (context) => (await context).newPage()),
  );
  await usePersonLink(here!, link, "primeira frase longa");
  await signIn(here!, { email, password: "primeira frase longa" });
  await signIn(there!, { email, password: "primeira frase longa" }, { fresh: true });
  await here!.goto("/conta");
  await here!.getByLabel("Senha atual").fill("primeira frase longa");
  await here!.getByLabel("Nova senha", { exact: false }).first().fill("segunda frase longa");
  await here!.getByLabel("Repita a nova senha").fill("segunda frase longa");
  await here!.getByRole("button", { name: "Alterar senha" }).click();
  await expect(here!.getByText("Senha alterada.")).toBeVisible();
  await here!.goto("/conta");
  await expect(here!.getByRole("heading", { name: "Minha conta" })).toBeVisible();
  await there!.goto("/conta");
  await expect(there!).toHaveURL(/\/entrar/);
});

test("the sign-in page has nothing that axe objects to", async ({ page }) => {
  await page.goto("/entrar");
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    await expectAccessible(page);
  }
});
