import { expect, test } from "@playwright/test";
import { MAIN_CLIENT } from "@/db/seed/demo-organizations.ts";
import {
  accessKey,
  buildNote,
  type FiscalNote,
  plainLine,
  storeCnpj,
} from "./support/build-fiscal-xml.ts";
import { zipOf } from "./support/zip-of.ts";
import { MovementsPage } from "./pages/movements-page.ts";
import { expectAccessible } from "./support/expect-accessible.ts";
import { CLIENT, signIn, SUPPORT } from "./support/sign-in.ts";

/** First branch of the demo's client. */
const BRANCH = storeCnpj("41902377");
/** Numbers of this run, so that it can be repeated on the same demo. */
const firstNumber = () =>
  100_000 + (Date.now() % 400_000_000) * 2 + Math.floor(Math.random() * 1000);
const note = (number: number, change: Partial<FiscalNote> = {}): FiscalNote => ({
  issuer: BRANCH,
  number,
  series: 9,
  issuedAt: "2026-10-02T10:00:00-03:00",
  lines: [plainLine()],
  ...change,
});
const file = (name: string, content: string | Buffer) => ({
  name,
  mimeType: "application/octet-stream",
  buffer: Buffer.from(content),
});

test.describe("Movimentos", () => {
  test("a client sees how a CSV is read, checks it, and nothing of it is written", async ({
    page,
  }) => {
    await signIn(page, CLIENT);
    const movements = new MovementsPage(page);
    await movements.open();
    const name = `produtos-${firstNumber()}.csv`;
    const head = "codigo;descricao;cnpj_filial;preco";
    const rows = [`CONF1;Pão;${BRANCH};1.299`, `CONF2;Gel;${BRANCH};9,90`];
    await movements.check([file(name, [head, ...rows].join("\n"))]);
    const dialog = page.getByRole("dialog", { name: "Como o Enlace lê este arquivo" });
    await expect(dialog.getByText("número com vírgula decimal")).toBeVisible();
    await expect(dialog.getByText("lido: 1299")).toBeVisible();
    await expectAccessible(page);
    await dialog.getByRole("button", { name: "Conferir sem gravar" }).click();
    await expect(movements.row(name)).toContainText("Conferência");
    await expect(movements.row(name)).toContainText("Concluída");
    await movements.openImport(name);
    await expect(page.getByText("nada deste arquivo foi gravado")).toBeVisible();
  });

  test("a client imports a zip, sees what was refused and why, and downloads the list", async ({
    page,
  }) => {
    await signIn(page, CLIENT);
    const movements = new MovementsPage(page);
    await movements.open();
    const first = firstNumber();
    const name = `lote-${first}.zip`;
    await movements.upload([
      file(
        name,
        await zipOf({
          "boa.xml": buildNote(note(first)),
          "teste.xml": buildNote(note(first + 1, { environment: "2" })),
          "soma.xml": buildNote(note(first + 2, { totalCents: 1 })),
          "repetida.xml": buildNote(note(first)),
        }),
      ),
    ]);
    const row = movements.row(name);
    await expect(row).toContainText("Concluída");
    await movements.openImport(name);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(name);
    const grid = page.getByRole("table", { name: "Recusados e avisos" });
    await expect(grid.getByRole("row", { name: /teste\.xml/ })).toContainText("homologação");
    await expect(grid.getByRole("row", { name: /soma\.xml/ })).toContainText("R$ 0,01");
    await expect(grid.getByRole("row", { name: /repetida\.xml/ })).toContainText("já foi recebido");
    await expect(grid.getByRole("row", { name: /teste\.xml/ })).toContainText(
      accessKey(note(first + 1)),
    );
    // Each stands beside its document as what it is: refused, taken with a warning, known already.
    await expect(grid.getByRole("row", { name: /teste\.xml/ })).toContainText("Recusado");
    await expect(grid.getByRole("row", { name: /soma\.xml/ })).toContainText("Aviso");
    await expect(grid.getByRole("row", { name: /soma\.xml/ })).toContainText(
      accessKey(note(first + 2, { totalCents: 1 })),
    );
    await expect(grid.getByRole("row", { name: /repetida\.xml/ })).toContainText("Duplicado");
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: "Baixar lista (CSV)" }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/^recusados-importacao-\d+\.csv$/);
    await expectAccessible(page);
  });

  test("several files go at once, and a wrong one says what is wrong", async ({ page }) => {
    await signIn(page, CLIENT);
    const movements = new MovementsPage(page);
    await movements.open();
    const first = firstNumber();
    await movements.upload([
      file(`v-${first}.xml`, buildNote(note(first))),
      file(`x-${first}.xml`, "isto não é nada\u0000"),
      file(`p-${first}.csv`, `codigo;descricao\nT${first};Produto de teste ${first}\n`),
    ]);
    await expect(movements.row(`v-${first}.xml`)).toContainText("Concluída");
    await expect(movements.row(`x-${first}.xml`)).toContainText("Interrompida");
    await expect(movements.row(`p-${first}.csv`)).toContainText("Concluída");
    await movements.openImport(`x-${first}.xml`);
    await expect(page.getByText("O arquivo não é XML, zip nem CSV")).toBeVisible();
    await page.goto(`/movimentos/produtos?busca=T${first}`);
    await expect(page.getByRole("table", { name: "Produtos" })).toContainText(
      `Produto de teste ${first}`,
    );
  });

  test("an agent chooses the client first, also after dropping files", async ({ page }) => {
    await signIn(page, SUPPORT);
    const movements = new MovementsPage(page);
    await movements.open();
    const number = firstNumber();
    await movements.drop(`solta-${number}.xml`, buildNote(note(number)));
    const dialog = page.getByRole("dialog", { name: "De qual cliente são os arquivos?" });
    await dialog.getByRole("button", { name: "Importar" }).click();
    await expect(dialog.getByText("Escolha o cliente.")).toBeVisible();
    await dialog.getByLabel("Cliente").selectOption({ label: MAIN_CLIENT });
    await dialog.getByRole("button", { name: "Importar" }).click();
    await expect(movements.row(`solta-${number}.xml`)).toContainText("Concluída");
    await page.goto("/movimentos/dias");
    await expect(page.getByText("Escolha um cliente")).toBeVisible();
    // Fetched ahead or by a script, a link that names a client chooses nobody.
    expect(
      await page.evaluate(
        async () => (await fetch("/movimentos/dias?cliente=1", { headers: { rsc: "1" } })).ok,
      ),
    ).toBe(true);
    await page.reload();
    await page.getByRole("main").getByRole("link", { name: MAIN_CLIENT }).click();
    await expect(page.getByRole("banner").getByText(MAIN_CLIENT)).toBeVisible();
    await page.goto("/movimentos/dias");
    await expect(page.getByRole("banner").getByText(MAIN_CLIENT)).toBeVisible();
  });

  test("days without movement stand out, and the period stays in the address", async ({ page }) => {
    await signIn(page, CLIENT);
    await page.goto("/movimentos/dias?de=2020-01-01&ate=2020-01-07");
    await expect(page.getByText("Nenhum movimento neste período")).toBeVisible();
    await page.getByRole("link", { name: "14 dias" }).click();
    await expect(page).toHaveURL(/de=\d{4}-\d{2}-\d{2}&ate=/);
    await expect(page.getByRole("table", { name: "Vendas por filial e dia" })).toBeVisible();
    await expectAccessible(page);
  });

  test("another client's import does not exist", async ({ page }) => {
    await signIn(page, CLIENT);
    const response = await page.request.get("/api/movements/imports/999999999");
    expect(response.status()).toBe(404);
    expect(
      (
        await page.request.post("/api/movements/upload", {
          headers: { origin: "https://outro.example", "x-file-name": "a.xml" },
          data: "x",
        })
      ).status(),
    ).toBe(403);
  });
});
