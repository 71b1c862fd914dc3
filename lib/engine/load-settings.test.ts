import { createHash } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { integrationSettings } from "@/db/schema/integrations.ts";
import {
  createIntegration,
  type EngineFixture,
  fakeConnector,
} from "@/e2e/support/engine-fixture.ts";
import { createTestDatabase } from "@/e2e/support/test-database.ts";
import { encryptSecret } from "@/lib/secrets.ts";
import { integer, secret, text, toggle } from "@/lib/connectors/settings.ts";
import { PartnerError } from "@/lib/core/errors.ts";
import { loadSettings } from "./load-settings.ts";

const database = await createTestDatabase();
const keys = [{ id: "k1", key: Buffer.alloc(32, 1) }];
const specs = [
  text("servidor", "Servidor"),
  secret("senha", "Senha"),
  integer("porta", "Porta", { defaultValue: "21" }),
  toggle("ativo", "Ativo", { defaultValue: "sim" }),
  text("loja", "Código da loja", { perBranch: true }),
];
let one: EngineFixture;
let two: EngineFixture;

beforeAll(async () => {
  one = await createIntegration(database, fakeConnector({}), { branches: 2 });
  two = await createIntegration(database, fakeConnector({}));
  const of = { organizationId: one.organizationId, integrationId: one.integrationId };
  const ciphertext = encryptSecret(keys, { ...of, key: "senha", branchId: 0 }, "Canário#9");
  await database.db.insert(integrationSettings).values([
    { ...of, key: "servidor", value: "ftp.parceiro.example" },
    { ...of, key: "senha", ciphertext },
    { ...of, key: "loja", branchId: one.branchId, value: "L-1" },
    {
      organizationId: two.organizationId,
      integrationId: two.integrationId,
      key: "senha",
      ciphertext,
    },
  ]);
});
afterAll(() => database.close());

const load = (fixture: EngineFixture, branchIds: number[], used = keys) =>
  loadSettings(database.db, { specs, ...fixture, branchIds, keys: used });

test("values, defaults, secrets and values of one branch", async () => {
  const { settings, secrets } = await load(one, [one.branchId]);
  expect([
    settings.text("servidor"),
    settings.text("senha"),
    settings.integer("porta"),
    settings.flag("ativo"),
    settings.forBranch("loja", one.branchId),
  ]).toEqual(["ftp.parceiro.example", "Canário#9", 21, true, "L-1"]);
  expect(secrets).toEqual([
    "Canário#9",
    ...["md5", "sha1", "sha256"].map((algorithm) =>
      createHash(algorithm).update("Canário#9").digest("hex"),
    ),
  ]);
  expect(() => settings.text("nenhuma")).toThrow("declares no setting");
});

test("what is missing is named, every key, also one branch's", async () => {
  const error = await load(one, [one.branchId, one.branchId + 1]).catch(
    (caught: unknown) => caught,
  );
  expect(error).toBeInstanceOf(PartnerError);
  expect(error).toMatchObject({
    kind: "settings",
    settings: ["loja"],
    detail: "Preencha “Código da loja”.",
  });
});

test("a secret moved from another integration, or whose key is gone, is a setting to fill in again, and is not told", async () => {
  for (const attempt of [
    load(two, []),
    load(one, [one.branchId], [{ id: "k2", key: Buffer.alloc(32, 2) }]),
  ]) {
    const error = (await attempt.catch((caught: unknown) => caught)) as PartnerError;
    expect(error).toMatchObject({ kind: "settings", settings: ["senha"] });
    expect(error.message).not.toContain("Canário");
  }
});
