import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { fakeConnector } from "@/e2e/support/engine-fixture.ts";
import { createTestDatabase } from "@/e2e/support/test-database.ts";
import { useDatabase } from "@/db/current-database.ts";
import type { Connector } from "@/lib/connectors/define.ts";
import { secret, text } from "@/lib/connectors/settings.ts";
import { PartnerError } from "@/lib/core/errors.ts";
import { checkConnection } from "./check-connection.ts";

const database = await createTestDatabase();
beforeAll(() => {
  useDatabase(database);
  vi.stubEnv("DATABASE_URL", database.url);
  vi.stubEnv("AUTH_SECRET", "x".repeat(32));
  vi.stubEnv("ENLACE_KEYS", `k1:${Buffer.alloc(32, 1).toString("base64")}`);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await database.close();
});

const never = new AbortController().signal;
const target = (settings: Record<string, string>) => ({
  organization: { id: 1, name: "Drogaria Exemplo", timeZone: "America/Sao_Paulo" },
  integrationId: 1,
  branches: [],
  settings: Object.entries(settings).map(([key, value]) => ({ key, branchId: 0, value })),
});
const connector = (check: Connector["check"]) =>
  fakeConnector({}, { settings: [text("usuario", "Usuário"), secret("senha", "Senha")], check });
const filled = { usuario: "ana", senha: "Canário#9" };

test("what the partner said, without the secret", async () => {
  const said = await checkConnection(
    connector(async (ctx) => `Olá, ${ctx.settings.text("usuario")} ${ctx.settings.text("senha")}`),
    target(filled),
    never,
  );
  expect(said).toEqual({ ok: true, message: "Olá, ana •••" });
});

test("missing settings are named before anybody is called", async () => {
  const check = vi.fn(async () => "ok");
  expect(await checkConnection(connector(check), target({ usuario: "ana" }), never)).toEqual({
    ok: false,
    kind: "settings",
    message: "Preencha “Senha”.",
    settings: ["senha"],
  });
  expect(check).not.toHaveBeenCalled();
});

test("a refusal keeps its kind; a defect of ours does not tell itself", async () => {
  const refused = connector(async () =>
    Promise.reject(
      new PartnerError("auth", "Usuário ou senha recusados.", { settings: ["senha"] }),
    ),
  );
  expect(await checkConnection(refused, target(filled), never)).toEqual({
    ok: false,
    kind: "auth",
    message: "Usuário ou senha recusados.",
    settings: ["senha"],
  });
  const broken = await checkConnection(
    connector(async () => Promise.reject(new Error("Canário#9"))),
    target(filled),
    never,
  );
  expect(broken).toMatchObject({ ok: false, kind: "internal" });
  expect(JSON.stringify(broken)).not.toContain("Canário");
});

test("a person who leaves ends the test, even if the connector does not heed the signal", async () => {
  const leaving = new AbortController();
  const checking = checkConnection(
    connector(() => new Promise(() => undefined)),
    target(filled),
    leaving.signal,
  );
  leaving.abort();
  expect(await checking).toMatchObject({ ok: false, kind: "cancelled" });
});
