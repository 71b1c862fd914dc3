import { createHash } from "node:crypto";
import type { Queryable } from "@/db/client.ts";
import { listSettings } from "@/db/queries/integrations/integrations.ts";
import type { SecretKey } from "@/lib/secrets.ts";
import type { SettingReader } from "@/lib/connectors/define.ts";
import { refuseSetting, type SettingSpec } from "@/lib/connectors/settings.ts";
import { PartnerError } from "@/lib/core/errors.ts";
import { placeKey, type SettingPlace } from "@/lib/core/setting-place.ts";
import { openSealed } from "./open-sealed.ts";

/** A plain value of a setting. */
export interface SettingValue extends SettingPlace {
  value: string;
}

export interface LoadedSettings {
  settings: SettingReader<string>;
  /** Secret values in use and their digests, for redaction. */
  secrets: string[];
}

interface SettingsOf {
  specs: readonly SettingSpec[];
  organizationId: number;
  integrationId: number;
  /** Settings of one value a branch are wanted for each of these. */
  branchIds: readonly number[];
  keys: readonly SecretKey[];
}

/** Reads and decrypts an integration's settings; throws `settings` with every key that is missing or wrong. */
export async function loadSettings(db: Queryable, of: SettingsOf): Promise<LoadedSettings> {
  const rows = await listSettings(db, of);
  const values = rows.map(({ key, branchId, value, ciphertext }): SettingValue => ({
    key,
    branchId,
    value: ciphertext ? open(of, { key, branchId }, ciphertext) : (value ?? ""),
  }));
  return typeSettings(of.specs, values, of.branchIds);
}

/** The typed view of plain values, checked against the specification. */
export function typeSettings(
  specs: readonly SettingSpec[],
  values: readonly SettingValue[],
  branchIds: readonly number[],
): LoadedSettings {
  const byPlace = new Map(values.map((one) => [placeKey(one), one.value]));
  const read = ({ key, defaultValue }: SettingSpec, branchId: number) =>
    byPlace.get(placeKey({ key, branchId })) || defaultValue;
  const problems: Array<{ key: string; sentence: string }> = [];
  for (const spec of specs) {
    for (const branchId of spec.perBranch ? branchIds : [0]) {
      const sentence = refuseSetting(spec, read(spec, branchId));
      if (sentence) problems.push({ key: spec.key, sentence });
    }
  }
  if (problems.length > 0) {
    const sentences = [...new Set(problems.map(({ sentence }) => sentence))];
    throw new PartnerError("settings", sentences.slice(0, 3).join(" "), {
      settings: [...new Set(problems.map(({ key }) => key))],
    });
  }
  const secretKeys = new Set(
    specs.filter((spec) => spec.kind === "secret").map((spec) => spec.key),
  );
  const specOf = (key: string) => {
    const spec = specs.find((candidate) => candidate.key === key);
    if (!spec) throw new Error(`the connector declares no setting “${key}”`);
    return spec;
  };
  return {
    settings: {
      text: (key) => read(specOf(key), 0),
      integer: (key) => Number(read(specOf(key), 0)),
      flag: (key) => read(specOf(key), 0) === "sim",
      forBranch: (key, branchId) => read(specOf(key), branchId),
    },
    secrets: values
      .filter(({ key, value }) => secretKeys.has(key) && value !== "")
      .flatMap(({ value }) => [value, ...digestsOf(value)]),
  };
}

/** Some partners take a digest in place of the secret: whoever has it can sign in with it. */
const digestsOf = (secret: string) =>
  ["md5", "sha1", "sha256"].map((algorithm) => createHash(algorithm).update(secret).digest("hex"));

function open(of: SettingsOf, { key, branchId }: SettingPlace, ciphertext: string): string {
  const { organizationId, integrationId } = of;
  const label = of.specs.find((spec) => spec.key === key)?.label ?? key;
  return openSealed(of.keys, { organizationId, integrationId, key, branchId }, ciphertext, {
    what: `O valor de “${label}”`,
    where: "Configurações",
    settings: [key],
  });
}
