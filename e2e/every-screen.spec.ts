import { test as base, type Browser, expect, type Page, type WorkerInfo } from "@playwright/test";
import { CONTRAST, findViolations, WCAG_AA } from "./support/find-violations.ts";
import { CLIENT, signIn, SUPPORT } from "./support/sign-in.ts";

const WIDTHS = [320, 360, 768, 1440] as const;
/** A telephone and a desk, where what a page shows is arranged anew. */
const LOOKED_AT: readonly number[] = [360, 1440];

const AREAS = [
  "/integracoes",
  "/integracoes/nova",
  "/catalogo",
  "/catalogo/smarket",
  "/catalogo/iqvia-api",
  "/parceiros",
  "/recebidos",
  "/recebidos/propostas",
  "/precos?cliente=1",
  "/precos/aplicacoes?cliente=1",
  "/clientes",
  "/filiais",
  "/usuarios",
  "/perfis",
  "/movimentos",
  "/movimentos/dias",
  "/movimentos/produtos",
  "/movimentos/clientes",
  "/movimentos/compras",
  "/movimentos/receitas",
  "/movimentos/controlados",
  "/movimentos/zonas",
  "/movimentos/promocoes",
  "/movimentos/metas",
  "/chaves-api",
  "/auditoria",
  "/conta",
  "/restauracao",
  "/reservas/pendencias",
  "/reservas/configurar",
  "/reservas/quadro",
  "/reservas",
  "/reservas/decisoes",
  "/reservas/empreendimentos",
  "/reservas/tokens",
  "/reservas/mapeamentos",
  "/reservas/webhooks",
  "/reservas/conciliacao",
];
const TABS = [
  "",
  "/configuracoes",
  "/tarefas",
  "/dias",
  "/arquivos",
  "/recebidos",
  "/logs",
  "/versoes",
];

/** The pages of two people who walk from screen to screen as one does at work, and sign in once. */
const test = base.extend<object, { support: Page; client: Page }>({
  support: [
    ({ browser }, use, worker) => usePage(browser, worker, SUPPORT, use),
    { scope: "worker" },
  ],
  client: [
    ({ browser }, use, worker) => usePage(browser, worker, CLIENT, use),
    { scope: "worker" },
  ],
});

async function usePage(
  browser: Browser,
  { project }: WorkerInfo,
  person: { email: string; password: string },
  use: (page: Page) => Promise<void>,
): Promise<void> {
  const { baseURL, locale, timezoneId } = project.use;
  const context = await browser.newContext({ baseURL, locale, timezoneId });
  const page = await context.newPage();
  await signIn(page, person);
  await use(page);
  await context.close();
}

/** Width by width, light and dark: a heading, nothing that spills over the side, nothing that axe objects to. */
async function expectWell(page: Page, path: string): Promise<void> {
  const problems: string[] = [];
  await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
  for (const width of WIDTHS) {
    // Tall enough for a page of a list: what is half behind a sticky head or foot would count as too small a target.
    await page.setViewportSize({ width, height: 1_800 });
    // A window that is drawn wider arranges the page that is there.
    if (width === WIDTHS[0]) await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 }).first()).toBeVisible();
    await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
    const spill = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    if (spill > 1) problems.push(`${path} ${width}: spills ${spill} px over the side`);
    if (!LOOKED_AT.includes(width)) continue;
    for (const violation of await findViolations(page, WCAG_AA))
      problems.push(`${path} ${width} light: ${violation}`);
    // The page follows the system's theme in place, as it does for a person at dusk: colours and nothing else.
    await page.emulateMedia({ colorScheme: "dark", reducedMotion: "reduce" });
    await expect(page.locator("html.dark")).toHaveCount(1);
    for (const violation of await findViolations(page, CONTRAST))
      problems.push(`${path} ${width} dark: ${violation}`);
    await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
    await expect(page.locator("html.dark")).toHaveCount(0);
  }
  expect(problems).toEqual([]);
}

for (const path of AREAS) {
  test(`${path} is well at every width, light and dark`, async ({ support }) => {
    test.setTimeout(600_000);
    await expectWell(support, path);
  });
}

for (const tab of TABS) {
  test(`the tab ${tab || "/cadastro"} of an integration is well at every width, light and dark`, async ({
    client,
  }) => {
    test.setTimeout(600_000);
    await client.goto("/integracoes");
    // What other tests registered meanwhile fills the first page.
    await client.getByRole("searchbox").first().fill("ScannTech – Clube");
    const href = await client
      .getByRole("link", { name: /ScannTech – Clube/ })
      .first()
      .getAttribute("href");
    await expectWell(client, `${href}${tab}`);
  });
}

test("a page that is not there and one that is not allowed say so", async ({ page }) => {
  await signIn(page, CLIENT);
  for (const [path, status] of [
    ["/nada-aqui", 404],
    ["/integracoes/999999999", 404],
    ["/perfis", 403],
    ["/auditoria", 403],
  ] as const) {
    const answer = await page.goto(path);
    expect([path, answer?.status()]).toEqual([path, status]);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  }
});
