import { expect, test } from "@playwright/test";
import { PricesPage } from "./pages/prices-page.ts";
import { expectAccessible } from "./support/expect-accessible.ts";
import { openHub } from "./support/hub-data.ts";
import { suggestPrices } from "./support/price-data.ts";
import { CLIENT, signIn, SUPPORT } from "./support/sign-in.ts";

// Opened for each test: a worker may close the file and come back to it.
let sql: ReturnType<typeof openHub>;
test.beforeEach(() => {
  sql = openHub();
});
test.afterEach(() => sql.end());

test("a client applies what was chosen after reading the consequence, and takes it back", async ({
  page,
}) => {
  const own = await suggestPrices(sql, {
    Alfa: { cents: 1_050 },
    Beta: { cents: 950 },
    Gama: { cents: 1_100, pmc: 1_090 },
  });
  await signIn(page, CLIENT);
  const prices = new PricesPage(page);
  await prices.open(own.zone, own.day);
  await expect(page.getByText("3 sugestões · 2 dentro dos limites · 1 acima do PMC")).toBeVisible();
  await expect(prices.row(own.product("Alfa"))).toContainText("Dentro dos limites");
  await expect(prices.row(own.product("Gama"))).toContainText("Acima do PMC");
  // The law's maximum: there is not even a box to tick.
  await expect(prices.row(own.product("Gama")).getByRole("checkbox")).toHaveCount(0);
  await expectAccessible(page);

  await prices.row(own.product("Alfa")).getByRole("checkbox").click();
  await page.getByRole("button", { name: "Aplicar selecionados" }).click();
  await expect(prices.dialog.getByRole("status")).toContainText(
    "Altera 2 preços de 1 produto em 2 filiais",
  );
  expect(await own.priceOf("Alfa")).toEqual([1_000, 1_000]);
  await expectAccessible(page);
  await prices.dialog.getByRole("button", { name: "Aplicar 2 preços" }).click();
  await expect(page.getByText("2 preços aplicados.")).toBeVisible();
  expect(await own.priceOf("Alfa")).toEqual([1_050, 1_050]);
  await expect(prices.row(own.product("Alfa"))).toContainText("Já é o preço");

  await page.getByRole("button", { name: "Desfazer" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Desfazer" }).click();
  await expect(page.getByText("2 preços restaurados.")).toBeVisible();
  expect(await own.priceOf("Alfa")).toEqual([1_000, 1_000]);
  await page.getByRole("link", { name: "Aplicações" }).click();
  const undone = page
    .getByRole("table", { name: "Aplicações" })
    .getByRole("row")
    .filter({ hasText: own.zoneName });
  await expect(undone).toContainText("Desfeita");
  await expectAccessible(page);
  // The demo's ERP asks every few seconds; other keys of this client may never ask.
  await expect(async () => {
    await page.reload();
    await expect(undone).toContainText(/Buscado (em|por 1 de)/, { timeout: 2_000 });
  }).toPass({ timeout: 180_000 });
  await undone.getByRole("link").first().click();
  await expect(
    page.getByText(/Os preços restaurados foram buscados .*ERP de demonstração/),
  ).toBeVisible();
});

test("beyond the limits only an explicit choice of who may goes through, and never above the PMC", async ({
  page,
}) => {
  const own = await suggestPrices(sql, {
    Longe: { cents: 1_900 },
    Custo: { cents: 500, cost: 500 },
    Lei: { cents: 1_100, pmc: 1_000 },
    Bom: { cents: 1_010 },
  });
  await signIn(page, CLIENT);
  const prices = new PricesPage(page);
  await prices.open(own.zone, own.day);
  await expect(prices.row(own.product("Longe")).getByRole("checkbox")).toHaveCount(0);
  await page.getByRole("button", { name: "Aplicar todos" }).click();
  await expect(prices.dialog.getByRole("status")).toContainText("Altera 2 preços de 1 produto");
  await expect(prices.dialog).toContainText("1 está acima do PMC e nunca é aplicado");
  await expect(prices.dialog.getByRole("checkbox")).toHaveCount(0);
  await prices.dialog.getByRole("button", { name: "Cancelar" }).click();

  await page.context().clearCookies();
  await signIn(page, SUPPORT, { fresh: true });
  await page.goto(`/precos?cliente=${own.organizationId}`);
  await prices.open(own.zone, own.day);
  await page.getByRole("button", { name: "Aplicar todos" }).click();
  await prices.dialog
    .getByRole("checkbox", { name: /Incluir também 2 produtos fora dos limites/ })
    .click();
  await expect(prices.dialog.getByRole("status")).toContainText("Altera 6 preços de 3 produtos");
  await prices.dialog.getByRole("button", { name: "Aplicar 6 preços" }).click();
  await expect(page.getByText("6 preços aplicados.")).toBeVisible();
  expect(await own.priceOf("Lei")).toEqual([1_000, 1_000]);
  expect(await own.priceOf("Longe")).toEqual([1_900, 1_900]);
});

test("where no ERP may fetch, the screen says that prices stay in the hub, and where to change that", async ({
  page,
}) => {
  const [client] = await sql`select id from organizations where name = 'Rede Bem Viver'`;
  await signIn(page, SUPPORT);
  await page.goto(`/precos/aplicacoes?cliente=${client!.id}`);
  await expect(
    page.getByText("O preço fica no Enlace até que o ERP busque as alterações pela API."),
  ).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("link", { name: "Criar em Chaves de API" }).click();
  await expect(page.getByRole("heading", { name: "Chaves de API" })).toBeVisible();
});

test("a plan that others overtook is told anew, and nothing of it is applied", async ({ page }) => {
  const own = await suggestPrices(sql, { Um: { cents: 1_050 } });
  await signIn(page, CLIENT);
  const prices = new PricesPage(page);
  await prices.open(own.zone, own.day);
  await page.getByRole("button", { name: "Aplicar todos" }).click();
  await expect(prices.dialog.getByRole("status")).toContainText("Altera 2 preços");
  await sql`update product_prices set price_cents = 1050 where organization_id = ${own.organizationId} and branch_id = (select min(branch_id) from price_zone_branches where zone_code = ${own.zone}) and product_code in (select product_code from price_suggestions where zone_code = ${own.zone})`;
  await prices.dialog.getByRole("button", { name: "Aplicar 2 preços" }).click();
  await expect(
    prices.dialog.getByText(
      "Os preços ou as sugestões mudaram depois do plano e nada foi aplicado.",
    ),
  ).toBeVisible();
  await expect(prices.dialog.getByRole("button", { name: "Aplicar 1 preço" })).toBeVisible();
  expect(await own.priceOf("Um")).toEqual([1_050, 1_000]);
});
