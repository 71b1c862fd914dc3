import { expect, test } from "@playwright/test";
import type postgres from "postgres";
import { RunPage } from "./pages/run-page.ts";
import { expectAccessible } from "./support/expect-accessible.ts";
import { copyIntegration, insertTask, openHub } from "./support/hub-data.ts";
import { signIn, SUPPORT } from "./support/sign-in.ts";

const REASON =
  "O parceiro recusou 3 de 200 registros do arquivo cupom-2026-01-05.csv: código de barras com dígito verificador errado. Corrija a origem e reprocesse a tarefa.";
let sql: postgres.Sql;
test.beforeAll(() => {
  sql = openHub();
});
test.afterAll(() => sql.end());

test("tasks are searched by what a row shows, filtered by the small menu, and the address restores it", async ({
  page,
}) => {
  const own = await copyIntegration(sql);
  const failed = await insertTask(sql, own, {
    status: "failed",
    day: "2026-01-05",
    reason: REASON,
  });
  const done = await insertTask(sql, own, {
    status: "done",
    day: "2026-02-07",
    user: "José Bezerra",
  });
  await signIn(page, SUPPORT);
  const run = new RunPage(page);
  await run.openTasks(own.id);
  await expect(run.tasks.getByRole("row")).toHaveCount(3);
  await expectAccessible(page);
  const search = page.getByRole("searchbox", { name: "Pesquisar tarefas" });
  for (const [text, id] of [
    ["jose", done],
    ["07/02/2026", done],
    ["falha no envio", failed],
    ["digito verificador", failed],
    [String(done), done],
  ] as const) {
    await search.fill(text);
    await expect(run.tasks.getByRole("row")).toHaveCount(2);
    await expect(run.row(id)).toBeVisible();
  }
  await search.fill("");
  await page.getByRole("button", { name: /^Filtrar por Situação/ }).click();
  await page.getByRole("dialog", { name: "Filtro de Situação" }).getByLabel("Concluída").click();
  await page.getByRole("button", { name: "Ok" }).click();
  await expect(run.row(failed)).toBeHidden();
  await page.reload();
  await expect(run.row(done)).toBeVisible();
  await expect(run.row(failed)).toBeHidden();
});

test("a task that changes elsewhere changes here by itself", async ({ page }) => {
  const own = await copyIntegration(sql);
  const task = await insertTask(sql, own, { status: "pending", day: "2026-01-05" });
  await signIn(page, SUPPORT);
  const run = new RunPage(page);
  await run.openTasks(own.id);
  await expect(run.row(task)).toContainText("Pendente");
  await sql`update tasks set status = 'failed', failure_reason = ${REASON} where id = ${task}`;
  await expect(run.row(task)).toContainText("Falha no envio");
});

test("a failure is read and reprocessed; asked again from an old page, the alert says so", async ({
  page,
  context,
}) => {
  const own = await copyIntegration(sql);
  const task = await insertTask(sql, own, { status: "failed", day: "2026-01-05", reason: REASON });
  await signIn(page, SUPPORT);
  const run = new RunPage(page);
  await run.openTasks(own.id);
  // An old page: it hears of nothing that happens after it was opened.
  const old = await context.newPage();
  await old.route(/\/api\/integrations\/\d+\/(events|tasks)/, (route) => route.abort());
  const oldRun = new RunPage(old);
  await oldRun.openTasks(own.id);
  await expect(oldRun.row(task)).toContainText("Falha no envio");
  // Kept pending, so that the second request meets the first.
  await sql`update integrations set active = true where id = ${own.id}`;
  await run.chooseAction(task, "Reprocessar tarefa");
  await expect(
    page.getByText("Solicitação enviada para a fila de processamento.").first(),
  ).toBeVisible();
  await oldRun.chooseAction(task, "Reprocessar tarefa");
  await expect(
    old
      .getByText(
        new RegExp(
          `Já existe uma solicitação de processamento para a tarefa ${task}\\.|A tarefa ${task} não está em “Falha no envio”`,
        ),
      )
      .first(),
  ).toBeVisible();
});

test("a pending task is cancelled after a question that tells the consequence", async ({
  page,
}) => {
  const own = await copyIntegration(sql);
  const task = await insertTask(sql, own, { status: "pending", day: "2026-01-05" });
  await signIn(page, SUPPORT);
  const run = new RunPage(page);
  await run.openTasks(own.id);
  await run.chooseAction(task, "Cancelar tarefa");
  await expect(page.getByRole("alertdialog")).toContainText(
    "Os arquivos já aceitos pelo parceiro continuam aceitos.",
  );
  await page.getByRole("alertdialog").getByRole("button", { name: "Cancelar tarefa" }).click();
  await expect(run.row(task)).toContainText("Falha no envio");
  await expect(run.row(task)).toContainText("Cancelada por");
});

test("on a phone: failure, reason, reprocess in four taps", async ({ browser }) => {
  const context = await browser.newContext({
    viewport: { width: 360, height: 740 },
    isMobile: true,
    hasTouch: true,
    locale: "pt-BR",
  });
  const page = await context.newPage();
  const own = await copyIntegration(sql);
  const task = await insertTask(sql, own, { status: "failed", day: "2026-01-05", reason: REASON });
  await signIn(page, SUPPORT);
  await page.goto(`/integracoes/${own.id}/tarefas`);
  const title = page.getByRole("button", { name: String(task), exact: true });
  const sheet = page.getByRole("dialog", { name: `Tarefa ${task}` });
  await expect(async () => {
    await title.tap();
    await expect(sheet).toBeVisible({ timeout: 1_500 });
  }).toPass();
  await expect(sheet).toContainText(REASON);
  await expect(page).toHaveTitle(new RegExp(`^✕ .*#${task} · Falha$`));
  await expectAccessible(page);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  await sheet.getByRole("button", { name: "Reprocessar tarefa" }).tap();
  await expect(sheet.getByText("Solicitação enviada para a fila de processamento.")).toBeVisible();
  await context.close();
});
