// Takes the README's pictures from a running demo: `npm run screenshots` (PORT as for the demo).
import { mkdirSync } from "node:fs";
import { existsSync } from "node:fs";
import { type Browser, chromium, type Page } from "@playwright/test";
import { DEMO_EMAILS, DEMO_PASSWORD } from "../demo/demo-people.ts";

const baseURL = `http://localhost:${process.env.PORT ?? 3000}`;
const folder = process.env.SCREENSHOTS ?? "docs/images";
const executablePath = [
  "/usr/bin/chromium-headless-shell",
  "/usr/bin/chromium",
  "/usr/bin/google-chrome",
].find((file) => existsSync(file));

async function open(
  browser: Browser,
  options: { email: string; width: number; height: number; dark?: boolean },
): Promise<Page> {
  const page = await browser.newPage({
    baseURL,
    locale: "pt-BR",
    timezoneId: "America/Sao_Paulo",
    viewport: { width: options.width, height: options.height },
    colorScheme: options.dark ? "dark" : "light",
    reducedMotion: "reduce",
  });
  await page.goto("/entrar");
  await page.getByLabel("E-mail").fill(options.email);
  await page.getByLabel("Senha", { exact: true }).fill(DEMO_PASSWORD);
  await page.getByRole("button", { name: "Entrar" }).click();
  await page.waitForURL(/\/(integracoes|reservas\/pendencias)/);
  return page;
}

async function take(page: Page, path: string, name: string): Promise<void> {
  await page.goto(path);
  await page.waitForLoadState("networkidle").catch(() => undefined);
  await page.getByRole("main").waitFor();
  await page.screenshot({ path: `${folder}/${name}.png` });
}

mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({
  ...(executablePath ? { executablePath } : {}),
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
});
const desk = await open(browser, { email: DEMO_EMAILS.support, width: 1440, height: 900 });
await take(desk, "/integracoes", "integracoes");
await desk.getByRole("searchbox").first().fill("ScannTech – Clube");
const href = await desk
  .getByRole("link", { name: /ScannTech – Clube/ })
  .first()
  .getAttribute("href");
await take(desk, `${href}/tarefas`, "tarefas");
await take(desk, `${href}/dias`, "dias");
await take(desk, `${href}/logs`, "logs");
await take(desk, "/catalogo", "catalogo");
await take(desk, "/parceiros", "parceiros");
const client = await open(browser, { email: DEMO_EMAILS.client, width: 1440, height: 900 });
await take(client, "/precos", "precos");
await take(client, "/movimentos/dias", "movimentos");
await take(desk, "/reservas/quadro", "quadro");
await take(desk, "/reservas/configurar", "configuracao");
await take(desk, "/reservas", "reservas");
const reservation = await desk
  .getByRole("table", { name: "Reservas" })
  .getByRole("rowheader")
  .first()
  .getByRole("link")
  .getAttribute("href");
if (reservation) await take(desk, reservation, "reserva");
const dark = await open(browser, {
  email: DEMO_EMAILS.support,
  width: 1440,
  height: 900,
  dark: true,
});
await take(dark, "/integracoes", "integracoes-escuro");
const phone = await open(browser, { email: DEMO_EMAILS.client, width: 360, height: 780 });
await take(phone, "/integracoes", "integracoes-telefone");
await browser.close();
