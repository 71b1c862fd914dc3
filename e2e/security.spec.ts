import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "@playwright/test";
import { CLIENT, signIn, SUPPORT } from "./support/sign-in.ts";

const PAGES = [
  "/entrar",
  "/acesso/nada",
  "/integracoes",
  "/integracoes/nova",
  "/catalogo",
  "/movimentos",
  "/usuarios",
  "/perfis",
  "/clientes",
  "/filiais",
  "/chaves-api",
  "/auditoria",
  "/conta",
  "/nao-existe",
];
const ROUTES = [
  "/api/health",
  "/api/metrics",
  "/api/lists/people",
  "/api/lists/nada",
  "/api/audit/export",
  "/api/files/1/download",
];

test("every answer carries the security headers, errors included", async ({ page }) => {
  await signIn(page, SUPPORT);
  for (const path of [...PAGES, ...ROUTES]) {
    const answer = await page.request.get(path);
    const headers = answer.headers();
    const policy = headers["content-security-policy"] ?? "";
    expect(policy, path).toMatch(/script-src 'self' 'nonce-[^']+' 'strict-dynamic'/);
    expect(policy.match(/script-src[^;]*/)?.[0], path).not.toContain("unsafe-inline");
    expect(policy, path).toContain("frame-ancestors 'none'");
    expect(headers["x-content-type-options"], path).toBe("nosniff");
    expect(headers["referrer-policy"], path).toBeTruthy();
    expect(headers["permissions-policy"], path).toBeTruthy();
    expect(headers["cache-control"], path).toContain("no-store");
    expect(headers["x-powered-by"], path).toBeUndefined();
  }
});

test("a nonce is never used twice", async ({ request }) => {
  const policies = await Promise.all(
    [1, 2].map(async () => (await request.get("/entrar")).headers()["content-security-policy"]),
  );
  expect(policies[0]).not.toBe(policies[1]);
});

test("the session's cookie is out of reach of scripts, and says nothing of the person", async ({
  page,
}) => {
  await signIn(page, SUPPORT);
  const cookie = (await page.context().cookies()).find(({ name }) =>
    name.endsWith("enlace.session"),
  );
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: "Lax", path: "/" });
});

test("the sign-in library answers at no address of its own", async ({ page }) => {
  await signIn(page, SUPPORT);
  for (const path of ["session", "csrf", "providers", "signin", "signout", "error"])
    expect((await page.request.get(`/api/auth/${path}`)).status(), path).toBe(404);
});

test("what no page can read is answered with the headers, and never as a fault of ours", async ({
  request,
}) => {
  for (const [path, status] of [
    ["/%ff", 400],
    ["/api/lists/%ff", 400],
    ["/_next/static/nada.js", 404],
    ["/api/webhooks/nada/nada/", 405],
  ] as const) {
    const answer = await request.get(path, { maxRedirects: 0 });
    expect(answer.status(), path).toBe(status);
    expect(answer.headers()["x-content-type-options"], path).toBe("nosniff");
    expect(answer.headers()["content-security-policy"], path).toBeTruthy();
  }
  const traced = await request.fetch("/entrar", { method: "TRACE" });
  expect(traced.status()).toBe(405);
  const posted = await request.post("/api/webhooks/AAAAAAAAAAAAAAAA/nada/", { maxRedirects: 0 });
  expect(posted.status()).toBe(404);
});

test("a redirect names no host: what the caller says of it comes back nowhere", async ({
  request,
}) => {
  const answer = await request.get("/integracoes", {
    maxRedirects: 0,
    headers: { host: "mal.example" },
  });
  expect(answer.headers().location).toMatch(/^\/entrar\?depois=/);
});

test("an action's arguments that are no list are the caller's fault", async ({ page }) => {
  await signIn(page, SUPPORT);
  for (const data of ["", "null", "{}", '"x"', '["$1"]', "["]) {
    const answer = await page.request.post("/usuarios", {
      headers: { "next-action": "0".repeat(42), "content-type": "text/plain;charset=UTF-8" },
      data,
    });
    expect(answer.status(), data).toBe(400);
  }
});

test("a write from another site is refused", async ({ page }) => {
  await signIn(page, SUPPORT);
  const forgeries: Record<string, string>[] = [
    { origin: "https://mal.example" },
    { origin: "null" },
    { "sec-fetch-site": "cross-site" },
  ];
  for (const headers of forgeries) {
    const answer = await page.request.post("/usuarios", { headers, data: {} });
    expect(answer.status()).toBe(403);
  }
});

test("without a session pages lead to the sign-in page and routes answer 401", async ({
  request,
}) => {
  for (const path of PAGES.slice(2)) {
    const answer = await request.get(path, { maxRedirects: 0 });
    expect(answer.status(), path).toBe(307);
    expect(answer.headers().location, path).toContain("/entrar?depois=");
  }
  for (const path of ["/api/lists/people", "/api/audit/export"])
    expect((await request.get(path)).status(), path).toBe(401);
  expect((await request.get("/api/metrics")).status()).toBe(404);
});

test("another client's ids are not found at any address", async ({ page, browser }) => {
  await signIn(page, SUPPORT);
  const foreign = await (await browser.newContext()).newPage();
  await signIn(foreign, CLIENT);
  const visible = async (who: typeof page) =>
    new Set(
      (
        (await (await who.request.get("/api/integrations?por=100")).json()) as {
          rows: { id: number }[];
        }
      ).rows.map(({ id }) => id),
    );
  const [all, own] = [await visible(page), await visible(foreign)];
  const others = [...all].filter((id) => !own.has(id));
  expect(others.length).toBeGreaterThan(0);
  for (const id of [others[0], 999_999_999]) {
    for (const path of [
      `/integracoes/${id}`,
      `/integracoes/${id}/configuracoes`,
      `/integracoes/${id}/tarefas`,
      `/integracoes/${id}/arquivos`,
      `/integracoes/${id}/logs`,
      `/integracoes/${id}/versoes`,
      `/api/integrations/${id}/tasks`,
      `/api/integrations/${id}/files`,
      `/api/integrations/${id}/logs`,
    ]) {
      expect([403, 404], `${path} answers like a thing that is not there`).toContain(
        (await foreign.request.get(path)).status(),
      );
    }
    expect((await foreign.request.get(`/integracoes/${id}`)).status()).toBe(404);
    expect((await foreign.request.get(`/api/integrations/${id}/tasks`)).status()).toBe(404);
  }
});

test("nor at any route that takes an id: the list is the folder's own", async ({
  page,
  browser,
}) => {
  await signIn(page, SUPPORT);
  const foreign = await (await browser.newContext()).newPage();
  await signIn(foreign, CLIENT);
  const rowsOf = async (who: typeof page, path: string) =>
    ((await (await who.request.get(path)).json()) as { rows: { id: number }[] }).rows.map(
      ({ id }) => id,
    );
  const own = new Set(await rowsOf(foreign, "/api/integrations?por=100"));
  const others = (await rowsOf(page, "/api/integrations?por=100")).filter((id) => !own.has(id));
  const ids = {
    integrations: others[0],
    tasks: (
      await Promise.all(others.map((id) => rowsOf(page, `/api/integrations/${id}/tasks`)))
    ).flat()[0],
    files: (
      await Promise.all(others.map((id) => rowsOf(page, `/api/integrations/${id}/files`)))
    ).flat()[0],
  };
  expect(
    Object.values(ids).every((id) => id !== undefined),
    JSON.stringify(ids),
  ).toBe(true);
  const routes = readdirSync("app/api", { recursive: true, encoding: "utf8" }).filter(
    (file) => file.includes("[id]") && file.endsWith("route.ts"),
  );
  expect(routes.length).toBeGreaterThan(15);
  for (const file of routes) {
    const method =
      /export (?:async )?function (GET|POST|DELETE)/.exec(
        readFileSync(`app/api/${file}`, "utf8"),
      )?.[1] ?? "GET";
    const id = ids[file.split("/")[0] as keyof typeof ids] ?? 999_999_999;
    const path = `/api/${file.replace("[id]", String(id)).replace(/\/route\.ts$/, "")}?integracao=${ids.integrations}&kind=promotion&key=1`;
    const answer = await foreign.request.fetch(path, {
      method,
      headers: { origin: new URL(foreign.url()).origin },
    });
    expect(answer.status(), `${method} ${path}`).toBe(404);
  }
});
