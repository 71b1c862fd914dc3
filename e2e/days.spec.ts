import { expect, test } from "@playwright/test";
import { MAIN_CLIENT } from "@/db/seed/demo-organizations.ts";
import { openHub } from "./support/hub-data.ts";
import { signIn, SUPPORT } from "./support/sign-in.ts";

test("the days of an integration are a calendar that keys walk, and what is missing is planned", async ({
  page,
}) => {
  const sql = openHub();
  const [integration] =
    await sql`select i.id from integrations i join organizations o on o.id = i.organization_id where o.name = ${MAIN_CLIENT} and i.connector_id = 'smarket' and i.active order by i.id limit 1`;
  await sql.end();
  if (!integration) throw new Error("the demo has no Smarket");
  await signIn(page, SUPPORT);
  await page.goto(`/integracoes/${integration.id}/dias`);
  const calendar = page.getByRole("region", { name: "Dias por filial" });
  await calendar.locator("a[tabindex='0']").focus();
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("Enter");
  await expect(page.locator("#dia")).toBeVisible();
  await expect(page.getByRole("region", { name: "Dias em números" })).toBeVisible();
  await page.getByRole("button", { name: "Planejar o que falta" }).click();
  const dialog = page.getByRole("dialog", { name: "Planejar o que falta" });
  await expect(dialog.getByText(/Nada falta|tarefas? ·/)).toBeVisible();
  await dialog.getByRole("button", { name: "Cancelar" }).click();
  await expect(dialog).toHaveCount(0);
});
