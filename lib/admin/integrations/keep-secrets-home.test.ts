import { describe, expect, test } from "vitest";
import type { SettingRow } from "@/db/queries/integrations/integrations.ts";
import { isAddressee } from "@/lib/connectors/list-addressees.ts";
import type { SettingSpec } from "@/lib/connectors/settings.ts";
import { settingField } from "@/lib/core/setting-place.ts";
import { CONNECTORS } from "@/lib/registry.ts";
import { decideSettings, type WantedSetting } from "./check-registration.ts";

const SECRETIVE = CONNECTORS.filter(({ settings }) =>
  settings.some(({ kind }) => kind === "secret"),
);
const CASES = SECRETIVE.map(
  ({ id, settings }) => [id, settings as readonly SettingSpec[]] as const,
);

/** What an addressee may be: one for here and one for somewhere else. */
const VALUES: Partial<Record<SettingSpec["kind"], readonly [string, string]>> = {
  url: ["https://um.parceiro.test/{guid}", "https://fora.test/{guid}"],
  host: ["um.parceiro.test", "fora.test"],
  email: ["ana@um.test", "eva@fora.test"],
  integer: ["2021", "2022"],
  toggle: ["sim", "nao"],
};
const valuesOf = ({ key, kind }: SettingSpec) =>
  VALUES[kind] ??
  (key === "domain" ? ["um.parceiro.test", "fora.test"] : (["ana", "eva"] as const));

const branches = [{ id: 7, name: "Loja 7", active: true }];
const placesOf = ({ key, perBranch }: SettingSpec) => ({ key, branchId: perBranch ? 7 : 0 });

const storedOf = (specs: readonly SettingSpec[]): SettingRow[] =>
  specs
    .filter((spec) => spec.kind === "secret" || isAddressee(spec))
    .map((spec) => ({
      ...placesOf(spec),
      value: spec.kind === "secret" ? null : valuesOf(spec)[0],
      ciphertext: spec.kind === "secret" ? `t1.sealed-${spec.key}` : null,
    })) as SettingRow[];

function decide(
  specs: readonly SettingSpec[],
  wanted: readonly WantedSetting[],
  stored = storedOf(specs),
): Record<string, string> {
  const problems: Record<string, string> = {};
  decideSettings(specs, { wanted, stored, branches, active: false }, problems);
  return problems;
}

const secretsOf = (specs: readonly SettingSpec[]) => specs.filter(({ kind }) => kind === "secret");
const fieldsOf = (specs: readonly SettingSpec[]) =>
  secretsOf(specs)
    .map((spec) => settingField(placesOf(spec)))
    .toSorted();

describe.each(CASES)("%s", (_, specs) => {
  const addressees = specs.filter(isAddressee);

  test("says to whom its secrets are given", () => {
    expect(addressees.length).toBeGreaterThan(0);
    const unmarked = specs
      .filter((spec) => !isAddressee(spec))
      .map(({ key }) => key)
      .filter((key) => /usu[aá]rio$|user(_?name)?$|login|porta$|host$|domain|client_id/.test(key))
      // The print by which the server is known says nothing of where it is.
      .filter((key) => key !== "sftp_chave_host");
    expect(unmarked).toEqual([]);
  });

  test.each(addressees.map((spec) => [spec.key, spec] as const))(
    "another value of %s asks for every secret again",
    (_key, spec) => {
      const wanted = [{ ...placesOf(spec), value: valuesOf(spec)[1] }];
      expect(Object.keys(decide(specs, wanted)).toSorted()).toEqual(fieldsOf(specs));
      // Taken back from an older version it is no more at home there.
      const sealed = secretsOf(specs).map((one) => ({
        ...placesOf(one),
        value: { ciphertext: "t1.older" },
      }));
      expect(Object.keys(decide(specs, [...wanted, ...sealed])).toSorted()).toEqual(
        fieldsOf(specs),
      );
      const typed = secretsOf(specs).map((one) => ({ ...placesOf(one), value: '{"typed":1}' }));
      expect(decide(specs, [...wanted, ...typed])).toEqual({});
      const cleared = secretsOf(specs).map((one) => ({ ...placesOf(one), value: "" }));
      expect(decide(specs, [...wanted, ...cleared])).toEqual({});
    },
  );

  test("the same addresses, in other letters or in each other's place, keep the secrets", () => {
    expect(decide(specs, [])).toEqual({});
    const wanted = addressees
      .filter(({ kind }) => kind === "url" || kind === "host")
      .map((spec) => ({
        ...placesOf(spec),
        value:
          spec.kind === "url" ? "https://UM.parceiro.test:443/outro/{guid}" : "UM.Parceiro.Test",
      }));
    expect(decide(specs, wanted)).toEqual({});
  });

  test("a secret that comes without stored values of its type is at home nowhere", () => {
    const addresses = addressees.map((spec) => ({ ...placesOf(spec), value: valuesOf(spec)[0] }));
    const sealed = secretsOf(specs).map((one) => ({
      ...placesOf(one),
      value: { ciphertext: "t1.older" },
    }));
    expect(Object.keys(decide(specs, [...addresses, ...sealed], [])).toSorted()).toEqual(
      fieldsOf(specs),
    );
  });
});

describe("an address of each branch", () => {
  const base = { help: "", required: false, defaultValue: "", maxLength: 100 };
  const specs: SettingSpec[] = [
    { ...base, key: "url", label: "Endereço", kind: "url", perBranch: true },
    { ...base, key: "senha", label: "Senha", kind: "secret", perBranch: false },
    { ...base, key: "chave", label: "Chave", kind: "secret", perBranch: true },
  ];
  const stores = [7, 8].map((id) => ({ id, name: `Loja ${id}`, active: true }));
  const stored = [
    { key: "url", branchId: 7, value: "https://sete.test", ciphertext: null },
    { key: "url", branchId: 8, value: "https://oito.test", ciphertext: null },
    { key: "senha", branchId: 0, value: null, ciphertext: "t1.a" },
    { key: "chave", branchId: 7, value: null, ciphertext: "t1.b" },
    { key: "chave", branchId: 8, value: null, ciphertext: "t1.c" },
  ] as SettingRow[];

  test("moves the secrets of that branch and of the whole integration, and no other", () => {
    const problems: Record<string, string> = {};
    const wanted = [{ key: "url", branchId: 8, value: "https://fora.test" }];
    decideSettings(specs, { wanted, stored, branches: stores, active: false }, problems);
    expect(Object.keys(problems).toSorted()).toEqual(["settings.chave.8", "settings.senha.0"]);
  });

  test("a branch that comes later brings no address of its own along unasked", () => {
    const problems: Record<string, string> = {};
    const branches = [...stores, { id: 9, name: "Loja 9", active: true }];
    const wanted = [{ key: "url", branchId: 9, value: "https://fora.test" }];
    decideSettings(specs, { wanted, stored, branches, active: false }, problems);
    expect(Object.keys(problems)).toEqual(["settings.senha.0"]);
  });
});
