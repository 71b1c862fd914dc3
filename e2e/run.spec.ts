import { expect, test } from "@playwright/test";
import type postgres from "postgres";
import { daysAgo, RunPage } from "./pages/run-page.ts";
import { expectAccessible } from "./support/expect-accessible.ts";
import { copyIntegration, insertTask, openHub } from "./support/hub-data.ts";
import { CLIENT, signIn, SUPPORT } from "./support/sign-in.ts";

const SENT = "Solicitação enviada para a fila de processamento.";
let sql: postgres.Sql;
test.beforeAll(() => {
  sql = openHub();
});
test.afterAll(() => sql.end());

test("a client forces a run and sees it through to the end without touching the page", async ({
  page,
}) => {
  const own = await copyIntegration(sql);
  await signIn(page, CLIENT);
  const run = new RunPage(page);
  await run.openTasks(own.id);
  await run.openDialog();
  await expectAccessible(page);
  await run.fillPeriod(daysAgo(3), daysAgo(1));
  await expect(run.dialog.getByRole("status").filter({ hasText: "3 dias" })).toBeVisible();
  await run.process();
  await expect(page.getByText(SENT).first()).toBeVisible();
  const row = run.tasks.getByRole("row").nth(1);
  await expect(row).toContainText(daysAgo(3));
  await expect(row).toContainText("Concluída", { timeout: 120_000 });
  await expectAccessible(page);
});

test("each bad period has its own sentence beside its field, and what was typed stays", async ({
  page,
}) => {
  const own = await copyIntegration(sql);
  await signIn(page, SUPPORT);
  const run = new RunPage(page);
  await run.openTasks(own.id);
  await run.openDialog();
  await run.process();
  await expect(run.dialog.getByText("Informe as duas datas no formato dd/mm/aaaa.")).toBeVisible();
  await expect(run.first).toBeFocused();
  await run.fillPeriod(daysAgo(1), daysAgo(3));
  await run.process();
  await expect(run.dialog.getByText("A data inicial é posterior à data final.")).toBeVisible();
  await run.fillPeriod(daysAgo(1), daysAgo(-2));
  await run.process();
  await expect(run.dialog.getByText("Ainda não há movimento depois de hoje")).toBeVisible();
  await expect(run.last).toHaveValue(daysAgo(-2));
  await page.keyboard.press("Escape");
  await run.openDialog();
  await expect(run.last).toHaveValue(daysAgo(-2));
});

test("a period that touches a pending task is refused by the task's name", async ({ page }) => {
  const own = await copyIntegration(sql);
  const day = daysAgo(5).split("/").reverse().join("-");
  const pending = await insertTask(sql, own, { status: "pending", day });
  await signIn(page, SUPPORT);
  const run = new RunPage(page);
  await run.openTasks(own.id);
  await run.openDialog();
  await run.fillPeriod(daysAgo(6), daysAgo(4));
  await run.process();
  await expect(
    run.dialog.getByText(
      `O intervalo informado está em conflito com a tarefa ${pending}, que ainda está pendente de processamento.`,
    ),
  ).toBeVisible();
});

test("90 days are refused with the offer of consecutive tasks, listed before they start", async ({
  page,
}) => {
  const own = await copyIntegration(sql);
  await insertTask(sql, own, { status: "done", day: daysAgo(45).split("/").reverse().join("-") });
  await signIn(page, SUPPORT);
  const run = new RunPage(page);
  await run.openTasks(own.id);
  await run.openDialog();
  await run.fillPeriod(daysAgo(90), daysAgo(1));
  await run.process();
  await expect(
    run.dialog.getByText("O período tem 90 dias e o limite é de 31 dias por processamento."),
  ).toBeVisible();
  const parts = run.dialog.getByRole("listitem");
  await expect(parts).toHaveCount(3);
  await expectAccessible(page);
  await run.dialog.getByLabel("Não incluir os dias já enviados").click();
  await expect(parts).toHaveCount(4);
  await expect(run.dialog.getByRole("button", { name: "Processar 4 tarefas" })).toBeVisible();
  await parts.first().getByRole("checkbox").click();
  await run.dialog.getByRole("button", { name: "Processar 3 tarefas" }).click();
  await expect(page.getByText(SENT).first()).toBeVisible();
  await expect(run.tasks.getByRole("row")).toHaveCount(5);
});

test("the whole of it goes by keyboard alone", async ({ page }) => {
  const own = await copyIntegration(sql);
  await signIn(page, SUPPORT);
  const run = new RunPage(page);
  await run.openTasks(own.id);
  await page.getByRole("button", { name: "Executar integração" }).focus();
  await expect(async () => {
    await page.keyboard.press("Enter");
    await expect(run.dialog).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await expect(run.first).toBeFocused();
  await page.keyboard.type(daysAgo(2).replaceAll("/", ""));
  await run.last.focus();
  await page.keyboard.type(daysAgo(2).replaceAll("/", ""));
  await page.keyboard.press("Enter");
  await expect(page.getByText(SENT).first()).toBeVisible();
  await expect(run.dialog).toBeHidden();
});
