import { expect, test } from "@playwright/test";
import { MultiCvPage } from "./pages/multi-cv-page.ts";
import { expectAccessible } from "./support/expect-accessible.ts";
import { insertFlow, type OwnFlow } from "./support/flow-data.ts";
import { openHub } from "./support/hub-data.ts";
import { signIn, SUPPORT } from "./support/sign-in.ts";

let flow: OwnFlow;
let areas: MultiCvPage;
test.beforeEach(async ({ page }) => {
  const sql = openHub();
  flow = await insertFlow(sql).finally(() => sql.end());
  areas = new MultiCvPage(page, flow.integrationId);
  await signIn(page, SUPPORT);
});

test("the drawing says where something stands, leads there, and is told in a table too", async ({
  page,
}) => {
  await areas.open("quadro", "Quadro");
  const drawing = page.getByRole("group", { name: /Desenho do fluxo/ }).filter({ visible: true });
  await expect(drawing.getByRole("link", { name: /^Hub para .*1 com erro/ })).toBeVisible();
  await expect(drawing.getByRole("link", { name: /^Sienge para .*1 bloqueada/ })).toBeVisible();
  await expect(
    page
      .getByRole("table", { name: "Reservas em cada trecho do fluxo" })
      .getByRole("row")
      .filter({ hasText: /^Hub para/ })
      .first(),
  ).toContainText("1");
  await expectAccessible(page);
  await page.getByRole("link", { name: "Ver reservas com erro" }).click();
  await expect(page.getByRole("table", { name: "Reservas" })).toContainText(flow.stuck.hubId);
});

test("a pulled brake is released only after its consequence was read", async ({ page }) => {
  await areas.open("quadro", "Quadro");
  const question = page.getByRole("alertdialog", { name: "Liberar os cancelamentos retidos?" });
  await areas.clickUntil(
    page.getByRole("main").getByRole("button", { name: "Liberar cancelamentos" }),
    question,
  );
  await expect(question).toContainText("12 reservas");
  await question.getByRole("button", { name: "Cancelar" }).click();
  await expect(page.getByText("Cancelamentos retidos")).toBeVisible();
  await areas.clickUntil(
    page.getByRole("main").getByRole("button", { name: "Liberar cancelamentos" }),
    question,
  );
  await question.getByRole("button", { name: "Liberar cancelamentos" }).click();
  await expect(page.getByText("Cancelamentos liberados")).toBeVisible();
  await expect(page.getByText("Cancelamentos retidos")).toHaveCount(0);
});

test("the list is searched and filtered in the URL, and a file of it runs nothing", async ({
  page,
}) => {
  await areas.open("", "Reservas");
  await page.getByRole("searchbox", { name: "Pesquisar reservas" }).fill(flow.stuck.hubId);
  await expect(page.getByText("1 registro", { exact: true })).toBeVisible();
  await page.reload();
  await expect(page.getByRole("searchbox", { name: "Pesquisar reservas" })).toHaveValue(
    flow.stuck.hubId,
  );
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "Exportar CSV" }).click();
  const csv = await (
    await download
  )
    .createReadStream()
    .then(async (stream) => Buffer.concat(await stream.toArray()).toString("utf8"));
  expect(csv).toContain(flow.stuck.hubId);
  expect(csv).not.toContain(flow.asked.hubId);
});

test("a reservation that stands in a terminal already is linked by hand, and others come from a file", async ({
  page,
}) => {
  await areas.open("", "Reservas");
  await areas.chooseAction(`reserva ${flow.stuck.hubId}`, "Vincular ao terminal");
  const dialog = page.getByRole("dialog", { name: `Vincular a reserva ${flow.stuck.hubId}` });
  await dialog
    .getByRole("combobox", { name: /^Terminal/ })
    .selectOption({ label: "Terminal A – Lagoa e Dunas" });
  await dialog.getByLabel("Reserva no terminal").fill("abc");
  await dialog.getByRole("button", { name: "Vincular" }).click();
  await expect(dialog.getByText("O id da reserva no terminal tem só números")).toBeVisible();
  await expectAccessible(page);
  await dialog.getByLabel("Reserva no terminal").fill("70055");
  await dialog.getByRole("button", { name: "Vincular" }).click();
  await expect(page.getByText(`Reserva ${flow.stuck.hubId} vinculada.`)).toBeVisible();
  // The terminal's number is a column for who asks; the list is found by it all the same.
  const search = page.getByPlaceholder("Pesquisar reservas");
  await search.fill("70055");
  await expect(areas.row(flow.stuck.hubId)).toBeVisible();

  await page.getByRole("button", { name: "Importar CSV" }).click();
  const bring = page.getByRole("dialog", { name: "Importar vínculos de reservas" });
  await bring.getByLabel("Arquivo CSV").setInputFiles({
    name: "r.csv",
    mimeType: "text/csv",
    buffer: Buffer.from("reserva_hub;terminal;reserva_terminal\n880021;a;70056\n880022;a;70055\n"),
  });
  await bring.getByRole("button", { name: "Conferir arquivo" }).click();
  await expect(bring.getByRole("region", { name: "Linhas do arquivo" })).toContainText(
    `já está vinculada à reserva ${flow.stuck.hubId} do Hub`,
  );
  await bring.getByRole("button", { name: "Importar 1 linha" }).click();
  await expect(bring.getByText(/Importação concluída: 1 nova/)).toBeVisible();
  await bring.getByRole("button", { name: "Fechar" }).first().click();
  await search.fill("70056");
  await expect(areas.row("880021")).toBeVisible();
});

test("a stuck reservation says why, shows its journal, and its step is repeated", async ({
  page,
}) => {
  await page.goto(`/reservas/${flow.stuck.id}`);
  await expect(page).toHaveTitle(new RegExp(`✕ Reserva ${flow.stuck.hubId}`));
  await expect(page.getByText("Erro na etapa “Validar imobiliária e corretor”")).toBeVisible();
  await expectAccessible(page);
  const journal = page.getByRole("region", { name: "Transferência para o terminal" });
  await page.getByText("Resposta do parceiro").click();
  await expect(journal).toContainText("Pode Faturar");
  await expect(page.getByRole("table", { name: "Webhooks sobre esta reserva" })).toContainText(
    "Tratado",
  );
  await areas.clickUntil(
    page.getByRole("button", { name: "Repetir etapa" }),
    page.getByText(/será repetida agora/),
  );
  await expect(page.getByText("Erro na etapa")).toHaveCount(0);
});

test("a question is answered with its facts side by side, once, and the menu counts one less", async ({
  page,
  context,
}) => {
  await areas.open("decisoes", "Decisões pendentes");
  await expect(areas.row(flow.asked.hubId)).toContainText("Contrato removido do Sienge");
  await areas
    .row(flow.asked.hubId)
    .getByRole("cell")
    .filter({ hasText: "Contrato removido" })
    .first()
    .dblclick();
  const facts = page.getByRole("table", { name: /Fatos da decisão/ });
  await expect(facts).toContainText("R$ 200.000,00");
  await expectAccessible(page);
  // Somebody else has the same question open.
  const late = await context.newPage();
  await late.goto(`/reservas/${flow.asked.id}`);
  await page.getByRole("button", { name: "Continuar esperando" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Continuar esperando" }).click();
  await expect(page.getByText("Decisão registrada: Continuar esperando.")).toBeVisible();
  await expect(areas.row(flow.asked.hubId)).toHaveCount(0);
  await late.bringToFront();
  await expect(late.getByText("Aguardando decisão")).toHaveCount(0);
});

test("what systems disagree about is listed with the unit sold twice on top", async ({ page }) => {
  await areas.open("conciliacao", "Conciliação");
  const list = page.getByRole("table", { name: "Divergências" });
  await expect(list.getByRole("row").nth(1)).toContainText("Unidade vendida duas vezes");
  await expectAccessible(page);
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "Exportar CSV" }).click();
  const csv = await (
    await download
  )
    .createReadStream()
    .then(async (stream) => Buffer.concat(await stream.toArray()).toString("utf8"));
  expect(csv).toContain("'=A mesma unidade");
  await areas.clickUntil(
    page.getByRole("button", { name: "Conciliar agora" }),
    page.getByText(/Conciliação iniciada na tarefa \d+/),
  );
});
