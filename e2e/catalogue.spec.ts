import { expect, test } from "@playwright/test";
import { expectAccessible } from "./support/expect-accessible.ts";
import { CLIENT, signIn, SUPPORT } from "./support/sign-in.ts";

test("the catalogue is searched and narrowed, and its state lives in the address", async ({
  page,
}) => {
  await signIn(page, SUPPORT);
  await page.goto("/catalogo");
  await expect(page.getByRole("heading", { level: 2, name: "ScannTech" })).toBeVisible();
  await page.getByRole("searchbox", { name: "Pesquisar tipos" }).fill("promoções");
  await expect(page.getByRole("heading", { level: 2, name: "ScannTech" })).toBeVisible();
  await page.getByLabel("Formato").selectOption("generic");
  await page.getByRole("searchbox", { name: "Pesquisar tipos" }).fill("");
  await expect(page.getByRole("heading", { level: 2, name: "ScannTech" })).toHaveCount(0);
  await expect(
    page.getByRole("listitem").filter({ has: page.getByRole("heading", { name: "Audit" }) }),
  ).toContainText("formato presumido, não publicado pelo parceiro");
  await page.reload();
  await expect(page.getByLabel("Formato")).toHaveValue("generic");
  await page.getByRole("searchbox", { name: "Pesquisar tipos" }).fill("nada com esse nome");
  await page.getByRole("button", { name: "Limpar filtros" }).click();
  await expect(page.getByRole("heading", { level: 2, name: "ScannTech" })).toBeVisible();
  await expectAccessible(page);
});

test("each type has a help page of its own, with every key explained", async ({ page }) => {
  await signIn(page, CLIENT);
  await page.goto("/catalogo");
  const links = await page
    .getByRole("heading", { level: 2 })
    .getByRole("link")
    .evaluateAll((all) => all.map((link) => link.getAttribute("href") ?? ""));
  expect(links.length).toBeGreaterThan(2);
  // One as a person sees it; of the others what the server writes.
  await page.goto(links[0]!);
  await expect(page.getByRole("heading", { name: "Como funciona" })).toBeVisible();
  await expect(page.getByRole("heading", { name: "Chaves de configuração" })).toBeVisible();
  await expect(page.getByRole("list", { name: "Operações" }).getByRole("listitem")).not.toHaveCount(
    0,
  );
  for (const href of links) {
    const written = await (await page.request.get(href)).text();
    for (const part of [">Como funciona<", ">Chaves de configuração<", 'aria-label="Operações"'])
      expect([href, part, written.includes(part)]).toEqual([href, part, true]);
  }
  expect((await page.goto("/catalogo/nada"))?.status()).toBe(404);
});

test("the form leads to the help of the chosen type in another tab", async ({ page, context }) => {
  await signIn(page, CLIENT);
  await page
    .getByRole("link", { name: /ScannTech – Clube/ })
    .first()
    .click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("ScannTech");
  const opened = context.waitForEvent("page");
  await page
    .getByRole("link", { name: /Como preencher/ })
    .first()
    .click();
  const help = await opened;
  await expect(help.getByRole("heading", { level: 1, name: "ScannTech" })).toBeVisible();
  await expect(help.getByText("id_empresa")).toBeVisible();
});
