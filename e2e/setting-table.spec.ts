import { expect, test } from "@playwright/test";
import { IntegrationForm } from "./pages/integration-form.ts";
import { expectAccessible } from "./support/expect-accessible.ts";
import { signIn, SUPPORT } from "./support/sign-in.ts";

test("an agent fits a file's layout to a contract, by keyboard and as text, and a wrong row is named", async ({
  page,
}) => {
  await signIn(page, SUPPORT);
  const form = new IntegrationForm(page);
  await form.openNew();
  await form.type.click();
  await page.getByRole("option", { name: /^IQVIA(?! API)/ }).click();
  await form.openTab("Configurações");
  await form.cell("leiaute").click();
  const dialog = page.getByRole("dialog", { name: "Leiaute" });
  await expect(dialog.getByRole("listitem")).toHaveCount(12);
  await expectAccessible(page);

  await dialog.getByRole("textbox", { name: /^Título, linha 1$/ }).fill("REDE");
  await page.keyboard.press("Alt+ArrowDown");
  await expect(dialog.getByRole("textbox", { name: /^Título, linha 2$/ })).toHaveValue("REDE");
  await dialog.getByRole("textbox", { name: /^Título, linha 2$/ }).press("Enter");
  await expect(dialog.getByRole("listitem")).toHaveCount(13);
  await dialog.getByRole("textbox", { name: /^Tamanho, linha 3$/ }).fill("muitos");
  await dialog.getByRole("button", { name: "Aplicar" }).click();
  // The preview says it too, in a sentence of its own.
  await expect(dialog.getByText("Linha 3: preencha “Campo”.", { exact: true })).toBeVisible();
  await dialog.getByRole("button", { name: "Remover a linha 3" }).click();

  await dialog.getByRole("button", { name: "Editar como texto" }).click();
  const text = dialog.getByRole("textbox", { name: "Leiaute, como texto" });
  await expect(text).toHaveValue(/^codigo_loja \| CODIGO_LOJA.*\ncd_emp_ims \| REDE/);
  await text.fill("ean | EAN | 14\nquantidade | QTD | 6 | zeros");
  // The lines follow what is typed, and say what stands in the way.
  const preview = dialog.getByRole("region", { name: "Prévia do arquivo" });
  await expect(preview).toContainText("EAN;QTD");
  await expect(preview).toContainText("7890006000011;000003");
  await text.fill("ean | EAN | 14\nquantidade | QTD | 6 | zeros | 0 | AAAAMMDD");
  await expect(preview).toContainText("linha 2: o formato de “Quantidade vendida”");
  await text.fill("ean | EAN | 14\nquantidade | QTD | 6 | zeros");
  await expect(preview).toContainText("7890006000011;000003");
  await dialog.getByRole("button", { name: "Aplicar" }).click();
  await expect(form.cell("leiaute")).toContainText("2 linhas");
  await expect(form.cell("leiaute")).toBeFocused();
});
