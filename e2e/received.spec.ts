import { randomUUID } from "node:crypto";
import { expect, test } from "@playwright/test";
import { MAIN_CLIENT } from "@/db/seed/demo-organizations.ts";
import { expectAccessible } from "./support/expect-accessible.ts";
import { openHub } from "./support/hub-data.ts";
import { CLIENT, signIn } from "./support/sign-in.ts";

// Opened for each test: a worker may close the file and come back to it.
let sql: ReturnType<typeof openHub>;
test.beforeEach(() => {
  sql = openHub();
});
test.afterEach(() => sql.end());

test("what partners sent stands in one area, in words, with a sheet for each", async ({ page }) => {
  await signIn(page, CLIENT);
  await page.goto("/recebidos?f.kind=promotion&busca=Leve+3");
  const grid = page.getByRole("table", { name: "Recebidos" });
  const first = grid.getByRole("row").filter({ hasText: "Leve 3 pague 2" }).first();
  // The first consultation of the demo may still be on its way.
  await expect(async () => {
    await page.reload();
    await expect(first).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 180_000 });
  await expect(first).toContainText("Leve e pague · 1 produto · Indústria Exemplo");
  await expect(page.getByRole("list", { name: "Filtros aplicados" })).toContainText("Promoção");
  await expectAccessible(page);
  await first.focus();
  await page.keyboard.press("Enter");
  const sheet = page.getByRole("dialog");
  await expect(sheet.getByText("Válida desde")).toBeVisible();
  await expect(sheet.getByText("Patrocinador")).toBeVisible();
});

test("proposals are accepted and refused field by field, with the taxes' fields marked", async ({
  page,
}) => {
  const mark = randomUUID().slice(0, 6);
  const [integration] =
    await sql`select i.organization_id, i.id from integrations i join organizations o on o.id = i.organization_id where o.name = ${MAIN_CLIENT} and i.connector_id = 'cosmos' order by i.id limit 1`;
  if (!integration) throw new Error("the demo has no Cosmos");
  const organizationId = Number(integration.organization_id);
  await sql`insert into products (organization_id, code, description, brand, ncm) values (${organizationId}, ${mark}, ${`Pomada ${mark}`}, 'Genérico', '30049099')`;
  for (const [field, proposed] of [
    ["brand", "Serra Azul"],
    ["ncm", "30049069"],
  ] as const) {
    await sql`insert into product_proposals (organization_id, integration_id, product_code, field, proposed, task_id) values (${organizationId}, ${integration.id}, ${mark}, ${field}, ${proposed}, 1)`;
  }
  const product = async () =>
    (
      await sql`select brand, ncm from products where organization_id = ${organizationId} and code = ${mark}`
    )[0];
  await signIn(page, CLIENT);
  await page.goto(`/recebidos/propostas?busca=${mark}`);
  const grid = page.getByRole("table", { name: "Propostas de cadastro" });
  await expect(grid.getByRole("row").filter({ hasText: "NCM" })).toContainText("fiscal");
  await expectAccessible(page);

  await grid.getByRole("checkbox", { name: "Selecionar todas em aberto desta página" }).click();
  await page.getByRole("button", { name: "Aceitar" }).click();
  await expect(page.getByRole("alertdialog")).toContainText(
    "Altera 2 campos de 1 produto no cadastro. 1 é fiscal",
  );
  await page.getByRole("alertdialog").getByRole("button", { name: "Cancelar" }).click();
  expect(await product()).toEqual({ brand: "Genérico", ncm: "30049099" });

  await grid
    .getByRole("row")
    .filter({ hasText: "NCM" })
    .getByRole("button", { name: /Ações de/ })
    .click();
  await page.getByRole("menuitem", { name: "Recusar" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Recusar" }).click();
  await expect(page.getByText("1 proposta recusada.")).toBeVisible();
  await grid
    .getByRole("row")
    .filter({ hasText: "Serra Azul" })
    .getByRole("button", { name: /Ações de/ })
    .click();
  await page.getByRole("menuitem", { name: "Aceitar" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Aceitar" }).click();
  await expect(page.getByText("1 proposta aceita.")).toBeVisible();
  expect(await product()).toEqual({ brand: "Serra Azul", ncm: "30049099" });
});

test("the board of partners shows each type's last run and what its stand-in received", async ({
  page,
}) => {
  await signIn(page, CLIENT);
  await page.goto("/parceiros");
  await expect(
    page.getByRole("heading", { level: 1, name: "Parceiros na demonstração" }),
  ).toBeVisible();
  const board = page.getByRole("table", { name: "Parceiros" });
  await expect(async () => {
    await page.reload();
    await expect(board.getByRole("row").filter({ hasText: "Smarket" })).toContainText(
      /Arquivos recebidos [\d.]+/,
      { timeout: 2_000 },
    );
  }).toPass({ timeout: 180_000 });
  await expect(page.getByText("scanntech-modelo")).toHaveCount(0);
  await expectAccessible(page);
});
