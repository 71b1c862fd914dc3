import { expect, test } from "@playwright/test";
import type postgres from "postgres";
import yauzl from "yauzl";
import { daysAgo, RunPage } from "./pages/run-page.ts";
import { expectAccessible } from "./support/expect-accessible.ts";
import { copyIntegration, openHub } from "./support/hub-data.ts";
import { signIn, SUPPORT } from "./support/sign-in.ts";

let sql: postgres.Sql;
test.beforeAll(() => {
  sql = openHub();
});
test.afterAll(() => sql.end());

function listZip(file: string): Promise<string[]> {
  return new Promise((resolve, reject) => {
    yauzl.open(file, { lazyEntries: false }, (error, zip) => {
      if (error) return reject(error);
      const names: string[] = [];
      zip
        .on("entry", (entry: yauzl.Entry) => names.push(entry.fileName))
        .on("end", () => resolve(names))
        .on("error", reject);
    });
  });
}

test("a task's files: the last seven, the older ones by asking, one by one and all as zip", async ({
  page,
}, info) => {
  const own = await copyIntegration(sql);
  await signIn(page, SUPPORT);
  const run = new RunPage(page);
  await run.openTasks(own.id);
  await run.openDialog();
  await run.fillPeriod(daysAgo(2), daysAgo(1));
  await run.process();
  const row = run.tasks.getByRole("row").nth(1);
  await expect(row).toContainText("Concluída", { timeout: 120_000 });
  const task = await row.getByRole("rowheader").innerText();
  await run.chooseAction(task, "Arquivos gerados");

  const dialog = page.getByRole("dialog", { name: `Arquivos gerados para a tarefa ${task}` });
  const rows = dialog.getByRole("table").getByRole("row");
  await expect(rows).toHaveCount(8);
  await expect(page).toHaveURL(new RegExp(`arquivos=${task}`));
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Mostrar arquivos anteriores" }).click();
  await expect(rows).not.toHaveCount(8);
  await dialog.getByRole("searchbox", { name: "Pesquisar arquivos" }).fill("cupom");
  await expect(rows).toHaveCount(2);

  const name = await rows.nth(1).getByRole("rowheader").innerText();
  await dialog.getByRole("button", { name: `Ações de arquivo ${name}` }).click();
  const [one] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("menuitem", { name: "Download" }).click(),
  ]);
  expect(one.suggestedFilename()).toMatch(new RegExp(`^smarket-tarefa-${task}-cupom-.*\\.zip$`));
  const file = info.outputPath("um.zip");
  await one.saveAs(file);
  expect(await listZip(file)).toEqual([name]);

  const [all] = await Promise.all([
    page.waitForEvent("download"),
    dialog.getByRole("link", { name: "Baixar todos" }).click(),
  ]);
  await all.saveAs(info.outputPath("todos.zip"));
  expect((await listZip(info.outputPath("todos.zip"))).length).toBeGreaterThan(7);

  await page.goto(`/integracoes/${own.id}/arquivos`);
  await expect(
    page.getByRole("table", { name: "Arquivos" }).getByRole("rowheader", { name }),
  ).toBeVisible();
  await expectAccessible(page);
});
