import { expect, test } from "@playwright/test";
import { MultiCvPage } from "./pages/multi-cv-page.ts";
import { expectAccessible } from "./support/expect-accessible.ts";
import { insertFlow, type OwnFlow } from "./support/flow-data.ts";
import { openHub } from "./support/hub-data.ts";
import { signIn, SUPPORT } from "./support/sign-in.ts";

const CANARY = "canario-do-token-41";
let flow: OwnFlow;
let areas: MultiCvPage;
test.beforeEach(async ({ page }) => {
  const sql = openHub();
  flow = await insertFlow(sql).finally(() => sql.end());
  areas = new MultiCvPage(page, flow.integrationId);
  await signIn(page, SUPPORT);
});

test("a credential goes in and never comes out; its environment is verified, paused and resumed", async ({
  page,
}) => {
  await areas.open("tokens", "Tokens");
  const form = page.getByRole("dialog", { name: "Cadastrar ambiente" });
  await areas.clickUntil(
    page.getByRole("main").getByRole("button", { name: "Cadastrar ambiente" }),
    form,
  );
  await form.getByRole("button", { name: "Cadastrar" }).click();
  await expect(form.getByText("Informe o nome do ambiente.")).toBeVisible();
  await form.getByRole("textbox", { name: "Código", exact: true }).fill("b");
  await form.getByLabel("Nome").fill("Terminal B");
  await form.getByLabel("Endereço").fill("https://b.cv.test");
  await form.getByRole("textbox", { name: "E-mail", exact: true }).fill("hub@b.test");
  await form.getByLabel("Token").fill(CANARY);
  await form.getByRole("button", { name: "Cadastrar" }).click();
  await expect(page.getByText("Ambiente “Terminal B” cadastrado.")).toBeVisible();
  await expect(areas.row("Terminal B")).toContainText("definida em");
  expect(await page.content()).not.toContain(CANARY);
  await areas.chooseAction("Terminal B", "Editar");
  await expect(
    page
      .getByRole("dialog", { name: "Editar Terminal B" })
      .getByRole("button", { name: "Substituir" }),
  ).toBeVisible();
  await page.keyboard.press("Escape");
  expect(await page.content()).not.toContain(CANARY);

  await areas.chooseAction("Hub", "Verificar");
  const sheet = page.getByRole("dialog", { name: "Hub" });
  await sheet.getByRole("button", { name: "Verificar" }).click();
  await expect(sheet.getByRole("table", { name: "Permissões de Hub" })).toContainText("Liberado", {
    timeout: 120_000,
  });
  await expectAccessible(page);
  await page.keyboard.press("Escape");

  await areas.chooseAction("Hub", "Pausar");
  await page
    .getByRole("alertdialog", { name: "Pausar Hub?" })
    .getByRole("button", { name: "Pausar" })
    .click();
  await expect(areas.row("Hub").first()).toContainText("Pausado");
  await areas.chooseAction("Hub", "Retomar");
  await expect(page.getByText(/Hub retomado/)).toBeVisible();
});

test("developments are registered, brought from a file after a preview, and exported", async ({
  page,
}) => {
  await areas.open("empreendimentos", "Empreendimentos");
  const form = page.getByRole("dialog", { name: "Cadastrar empreendimento" });
  await areas.clickUntil(
    page.getByRole("main").getByRole("button", { name: "Cadastrar empreendimento" }),
    form,
  );
  await form.getByLabel("Nome").fill("Vila nova");
  await form.getByLabel("Id no Hub").fill("12a");
  await form.getByRole("combobox", { name: "Terminal", exact: true }).selectOption({ index: 1 });
  await form.getByLabel("Id no terminal").fill("22");
  await form.getByRole("button", { name: "Cadastrar" }).click();
  await expect(form.getByText("Informe o id no Hub: só números.")).toBeVisible();
  await form.getByLabel("Id no Hub").fill("12");
  await form.getByRole("button", { name: "Cadastrar" }).click();
  await expect(page.getByText("Empreendimento “Vila nova” cadastrado.")).toBeVisible();

  await page.getByRole("button", { name: "Importar CSV" }).click();
  const bring = page.getByRole("dialog", { name: "Importar empreendimentos" });
  await bring.getByLabel("Arquivo CSV").setInputFiles({
    name: "e.csv",
    mimeType: "text/csv",
    buffer: Buffer.from(
      "id_hub;nome;terminal;id_terminal\n12;Vila nova;a;22\n13;=1+1;a;23\n14;Sem terminal;zz;24\n",
    ),
  });
  await bring.getByRole("button", { name: "Conferir arquivo" }).click();
  await expect(
    bring.getByText("Conferência: 1 nova, 0 alteradas, 1 igual, 1 recusada."),
  ).toBeVisible();
  await expect(bring.getByRole("region", { name: "Linhas do arquivo" })).toContainText(
    "O terminal “zz” não está em Tokens.",
  );
  await expectAccessible(page);
  await bring.getByRole("button", { name: "Importar 1 linha" }).click();
  await expect(bring.getByText(/Importação concluída: 1 nova/)).toBeVisible();
  await bring.getByRole("button", { name: "Fechar" }).first().click();
  await expect(areas.row("=1+1")).toBeVisible();

  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "Exportar CSV" }).click();
  const csv = await (
    await download
  )
    .createReadStream()
    .then(async (stream) => Buffer.concat(await stream.toArray()).toString("utf8"));
  expect(csv).toContain("13;'=1+1;a;23");
});

test("situations are loaded live, the certain ones confirmed at once, and what is left marked as open", async ({
  page,
}) => {
  await page.goto(
    `/reservas/mapeamentos?integracao=${flow.integrationId}&ambiente=${flow.environments.a}&tipo=situation`,
  );
  const list = page.getByRole("table", { name: /^Situações de/ });
  await areas.clickUntil(page.getByRole("button", { name: "Carregar listas" }).first(), list);
  await expect(list).toContainText("Proposto");
  await expectAccessible(page);
  await page.getByRole("button", { name: /^Confirmar os \d+ certos$/ }).click();
  await expect(page.getByText(/mapeamentos? confirmados?\./)).toBeVisible();
  await expect(list).toContainText("Confirmado");
  await page.getByRole("button", { name: "Desfazer Vendida" }).click();
  await expect(page.getByText("1 item ainda não confirmado")).toBeVisible();
});

test("an address is narrowed and its key renewed, and a message is read without personal data", async ({
  page,
}) => {
  await areas.open("webhooks", "Webhooks");
  const form = page.getByRole("dialog", { name: "IPs autorizados de Hub" });
  await areas.clickUntil(page.getByRole("button", { name: "IPs autorizados de Hub" }), form);
  await form.getByLabel("Endereços IP permitidos").fill("203.0.113.0/24, nada");
  await form.getByRole("button", { name: "Salvar" }).click();
  await expect(form.getByText("Não é um endereço IP nem uma faixa: nada.")).toBeVisible();
  await form.getByLabel("Endereços IP permitidos").fill("203.0.113.0/24");
  await form.getByRole("button", { name: "Salvar" }).click();
  await expect(page.getByRole("region", { name: "Webhooks de Hub" })).toContainText(
    "203.0.113.0/24",
  );

  await page.getByRole("button", { name: "Trocar chave de Hub" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Trocar chave" }).click();
  await expect(page.getByLabel("Endereço de Hub")).toHaveValue(
    /\/api\/webhooks\/[\w-]{16}\/[\w-]{43}$/,
  );
  await expectAccessible(page);

  await areas.row("Reserva lida.").getByRole("cell").first().dblclick();
  const sheet = page.getByRole("dialog", { name: "Aviso de reserva" });
  await expect(sheet.getByLabel("Conteúdo recebido")).toContainText(flow.stuck.hubId);
  const text = await sheet.textContent();
  expect(text).not.toContain("111.444.777-35");
  expect(text).not.toContain("pessoa@exemplo.test");
  await sheet.getByRole("button", { name: "Processar novamente" }).click();
  await expect(sheet.getByText("O aviso voltou para a fila.")).toBeVisible();
});
