import { expect, test } from "@playwright/test";
import type postgres from "postgres";
import { expectAccessible } from "./support/expect-accessible.ts";
import { copyIntegration, insertTask, openHub, writeLines } from "./support/hub-data.ts";
import { signIn, SUPPORT } from "./support/sign-in.ts";

const MILLION = 1_000_000;
let sql: postgres.Sql;
test.beforeAll(() => {
  sql = openHub();
});
test.afterAll(() => sql.end());

test("a log of a million lines opens at its end, scrolls anywhere and links to any line", async ({
  page,
}) => {
  test.setTimeout(600_000);
  const own = await copyIntegration(sql);
  await writeLines(sql, own, { count: MILLION });
  await signIn(page, SUPPORT);
  await page.goto(`/integracoes/${own.id}/logs`);
  const lines = page.getByRole("region", { name: "Linhas do log" });
  await expect(lines.getByText("Linha de teste 1000000", { exact: true })).toBeInViewport();
  expect(await lines.locator("[data-line]").count()).toBeLessThan(300);
  await lines.focus();
  await expect(async () => {
    await page.keyboard.press("Home");
    await expect(lines.getByText("Linha de teste 1", { exact: true })).toBeInViewport({
      timeout: 1_000,
    });
  }).toPass();
  await lines.evaluate((box) => box.scrollTo(0, box.scrollHeight / 2));
  const inTheMiddle = () =>
    lines.evaluate((box) => {
      const { left, top, height } = box.getBoundingClientRect();
      return (
        document.elementFromPoint(left + 300, top + height / 2)?.closest("[data-line]")
          ?.textContent ?? ""
      );
    });
  await expect.poll(inTheMiddle).toMatch(/Linha de teste (4999|5000)\d{2}$/);
  await page.goto(`/integracoes/${own.id}/logs#L654321`);
  await page.reload();
  await expect(lines.locator("[data-line='654321'][aria-current]")).toBeInViewport();
  await expectAccessible(page);
});

test("lines appear as they are written; reading above stops the following, and the pill rejoins it", async ({
  page,
}) => {
  const own = await copyIntegration(sql);
  await writeLines(sql, own, { count: 600 });
  await signIn(page, SUPPORT);
  await page.goto(`/integracoes/${own.id}/logs`);
  await expect(page.getByText("Ao vivo", { exact: true })).toBeVisible();
  await writeLines(sql, own, { count: 1, text: "linha nova agora" });
  await expect(page.getByText("linha nova agora")).toBeInViewport();

  const lines = page.getByRole("region", { name: "Linhas do log" });
  await lines.focus();
  await page.keyboard.press("PageUp");
  await expect(page.getByText("Ao vivo, rolagem pausada")).toBeVisible();
  const top = await lines.locator("[data-line]").first().getAttribute("data-line");
  await writeLines(sql, own, { count: 3 });
  const pill = page.getByRole("button", { name: "3 novas linhas" });
  await expect(pill).toBeVisible();
  expect(await lines.locator("[data-line]").first().getAttribute("data-line")).toBe(top);
  await pill.click();
  await expect(lines.locator("[data-line='604']")).toBeInViewport();
});

test("the stream says a line within half a second, resumes after the last one heard, without gaps or repeats", async ({
  page,
}) => {
  const own = await copyIntegration(sql);
  await writeLines(sql, own, { count: 10 });
  await signIn(page, SUPPORT);
  await page.goto(`/integracoes/${own.id}/versoes`);
  const heard: { number: number; at: number }[] = [];
  await page.exposeFunction("hear", (numbers: number[]) =>
    heard.push(...numbers.map((number) => ({ number, at: Date.now() }))),
  );
  const listen = (after: number) =>
    page.evaluate(
      ([id, above]) =>
        new Promise<void>((resolve) => {
          const source = new EventSource(`/api/integrations/${id}/logs/stream?after=${above}`);
          const tell = (window as unknown as { hear: (numbers: number[]) => void }).hear;
          source.addEventListener("lines", (event) =>
            tell(
              (
                JSON.parse((event as MessageEvent<string>).data) as { lines: { number: number }[] }
              ).lines.map((line) => line.number),
            ),
          );
          source.addEventListener("open", () => resolve());
          document.addEventListener("stop-listening", () => source.close(), { once: true });
        }),
      [own.id, after],
    );

  await listen(10);
  const waits: number[] = [];
  for (let number = 11; number <= 15; number++) {
    await writeLines(sql, own, { count: 1 });
    const written = Date.now();
    await expect.poll(() => heard.at(-1)?.number).toBe(number);
    waits.push((heard.at(-1)?.at ?? Infinity) - written);
  }
  // The middle one: a busy machine may hold one of five back.
  expect(waits.toSorted((a, b) => a - b)[2]).toBeLessThan(500);

  await page.evaluate(() => document.dispatchEvent(new Event("stop-listening")));
  await writeLines(sql, own, { count: 3000 });
  await listen(15);
  await expect.poll(() => heard.length).toBe(3005);
  expect(heard.map(({ number }) => number)).toEqual(
    Array.from({ length: 3005 }, (_, index) => 11 + index),
  );
});

test("search counts, marks and steps; levels filter; the address keeps it; a failed task opens at its error", async ({
  page,
}) => {
  const own = await copyIntegration(sql);
  const task = await insertTask(sql, own, {
    status: "failed",
    day: "2026-01-05",
    reason: "Falhou",
  });
  await writeLines(sql, own, { count: 700 });
  await writeLines(sql, own, { count: 5, taskId: task, text: "Arquivo cupom enviado" });
  await writeLines(sql, own, {
    count: 1,
    taskId: task,
    level: 3,
    text: "<b>recusado</b> veja https://parceiro.test/ajuda",
  });
  await writeLines(sql, own, { count: 700 });
  await signIn(page, SUPPORT);
  await page.goto(`/integracoes/${own.id}/logs?tarefa=${task}`);
  const failing = page.locator("[data-line='706']");
  await expect(failing).toBeInViewport();
  await expect(failing).toContainText("<b>recusado</b>");
  await expect(failing.getByRole("link", { name: "https://parceiro.test/ajuda" })).toHaveAttribute(
    "rel",
    /noopener/,
  );

  await page.getByRole("searchbox", { name: "Pesquisar nos logs" }).fill("cupom");
  await expect(page.getByText("5 linhas", { exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Próximo resultado" }).click();
  await expect(page.getByText("1 de 5", { exact: true })).toBeVisible();
  await expect(page.locator("[data-line='701'] mark")).toBeInViewport();
  await page.getByRole("button", { name: "Resultado anterior" }).click();
  await expect(page.getByText("5 de 5", { exact: true })).toBeVisible();

  await page.getByRole("searchbox", { name: "Pesquisar nos logs" }).fill("");
  await page.getByRole("group", { name: "Níveis" }).getByRole("button", { name: "Erro" }).click();
  await expect(page.getByText("1 de 1.406 linhas")).toBeVisible();
  await page.reload();
  await expect(page.getByText("1 de 1.406 linhas")).toBeVisible();

  await page.getByRole("button", { name: /^Modo lista/ }).click();
  await expect(
    page.getByRole("region", { name: "Log em lista" }).getByRole("listitem"),
  ).toHaveCount(1);
  await expectAccessible(page);
});

test("an empty log and a search without results are designed, also on a phone", async ({
  page,
}) => {
  const own = await copyIntegration(sql);
  await page.setViewportSize({ width: 360, height: 740 });
  await signIn(page, SUPPORT);
  await page.goto(`/integracoes/${own.id}/logs`);
  await expect(page.getByText("Nenhum log ainda")).toBeVisible();
  await expectAccessible(page);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  await page.goto(`/integracoes/${own.id}/logs?nivel=error`);
  await expect(page.getByText("Nenhuma linha com esses filtros")).toBeVisible();
});
