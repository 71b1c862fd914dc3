import { expect, test } from "@playwright/test";
import { DEMO_EMAILS, DEMO_PASSWORD } from "./demo/demo-people.ts";
import { signIn } from "./support/sign-in.ts";

/** The demo's real-estate client. */
const CLIENT = { email: DEMO_EMAILS.multiCvClient, password: DEMO_PASSWORD };

test("the group's own people follow its reservations and change nothing they may not", async ({
  page,
}) => {
  test.setTimeout(900_000);
  await signIn(page, CLIENT);
  await page.goto("/reservas");
  // The stand-ins begin to sell once the hub can hear of it.
  const list = page.getByRole("table", { name: "Reservas" });
  await expect(list.getByRole("rowheader").first()).toBeVisible({ timeout: 600_000 });
  await list.getByRole("rowheader").first().getByRole("link").click();
  await expect(page.getByRole("heading", { level: 1, name: /^Reserva \d+/ })).toBeVisible();
  await expect(page.getByRole("region", { name: "Histórico de etapas" })).toContainText(
    "Ler a reserva no Hub",
    { timeout: 180_000 },
  );
  await page.goto("/reservas/tokens");
  await expect(page.getByRole("table", { name: "Ambientes" })).toContainText("Terminal A");
  await expect(page.getByRole("button", { name: "Cadastrar ambiente" })).toHaveCount(0);
  await page.goto("/reservas/webhooks");
  await expect(page.getByRole("region", { name: "Webhooks de Hub" })).toBeVisible();
  expect(await page.content()).not.toContain("/api/webhooks/");
});
