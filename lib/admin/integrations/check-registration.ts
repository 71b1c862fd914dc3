import type { Transaction } from "@/db/client.ts";
import {
  findConnectorRow,
  findRegistrationOrganization,
  listRegistrationBranches,
  type SettingRow,
} from "@/db/queries/integrations/integrations.ts";
import { listAddressees, listAddresses } from "@/lib/connectors/list-addressees.ts";
import { refuseSetting, type SettingSpec } from "@/lib/connectors/settings.ts";
import {
  placeKey,
  placeOfField,
  settingField,
  type SettingPlace,
} from "@/lib/core/setting-place.ts";
import { formatCount } from "@/lib/core/format-count.ts";
import { Refusal } from "../define-use-case.ts";
import {
  type CatalogueEntry,
  readCatalogueEntry,
  readsBranches,
  settingSpecs,
} from "./catalogue.ts";
import type { RegistrationFields } from "./registration-input.ts";

/** A value as the grid asks for it: typed (plain), kept (null), or taken back from an older version (sealed). */
export interface WantedSetting extends SettingPlace {
  value: string | null | { ciphertext: string };
}

/** A value as it will stand after the save. */
export interface DecidedSetting extends SettingPlace {
  secret: boolean;
  /** What to write; null = the stored row stays as it is. */
  write: { plain: string } | { ciphertext: string } | null;
}

/** A registration that may be saved. */
export interface CheckedRegistration {
  organization: { id: number; name: string; timeZone: string };
  entry: CatalogueEntry;
  fields: Omit<RegistrationFields, "settings">;
  branches: Array<{ id: number; name: string; active: boolean }>;
  settings: DecidedSetting[];
}

interface Check {
  organizationId: number;
  fields: Omit<RegistrationFields, "settings"> & { settings: readonly WantedSetting[] };
  /** What is stored now; empty for a new integration. */
  stored: readonly SettingRow[];
}

/**
 * Holds a registration against the catalogue, the client's branches and the type's settings;
 * refuses with one sentence a field.
 */
export async function checkRegistration(
  tx: Transaction,
  { organizationId, fields, stored }: Check,
): Promise<CheckedRegistration> {
  const organization = await findRegistrationOrganization(tx, organizationId);
  if (!organization)
    throw new Refusal({
      kind: "not_found",
      message: "Cliente não encontrado.",
      fields: { organizationId: "Cliente não encontrado. Escolha um da lista." },
    });
  const row = await findConnectorRow(tx, fields.connectorId);
  if (!row)
    throw invalid({
      connectorId: "Este tipo de integração não existe no catálogo. Escolha um da lista.",
    });
  const entry = readCatalogueEntry(row);
  const branches = await listRegistrationBranches(tx, organizationId, fields.branchIds);
  if (branches.length !== fields.branchIds.length) {
    const sentence =
      "Uma das filiais escolhidas não foi encontrada neste cliente. Atualize a página e escolha novamente.";
    throw new Refusal({ kind: "not_found", message: sentence, fields: { branchIds: sentence } });
  }
  const problems: Record<string, string> = {};
  if (fields.active) {
    if (entry.retired)
      problems.connectorId = `O tipo ${entry.name} não está mais disponível. A integração só pode ficar inativa.`;
    if (!organization.active)
      problems.active = "Este cliente está inativo. A integração só pode ficar inativa.";
    if (branches.length === 0 && readsBranches(entry))
      problems.branchIds =
        "Selecione ao menos uma filial ou salve a integração como inativa e selecione depois.";
  }
  const settings = decideSettings(
    settingSpecs(entry),
    { wanted: fields.settings, stored, branches, active: fields.active },
    problems,
  );
  if (Object.keys(problems).length > 0) throw invalid(problems);
  const { description, connectorId, active, intervalMinutes, branchIds } = fields;
  return {
    organization,
    entry,
    fields: { description, connectorId, active, intervalMinutes, branchIds },
    branches,
    settings,
  };
}

interface Values {
  wanted: readonly WantedSetting[];
  stored: readonly SettingRow[];
  branches: CheckedRegistration["branches"];
  active: boolean;
}

/** Decides every place of the grid; sentences go to `problems`. */
export function decideSettings(
  specs: readonly SettingSpec[],
  values: Values,
  problems: Record<string, string>,
): DecidedSetting[] {
  const wanted = new Map(values.wanted.map((setting) => [placeKey(setting), setting]));
  const stored = new Map(values.stored.map((row) => [placeKey(row), row]));
  const decided: DecidedSetting[] = [];
  for (const spec of specs) {
    for (const branch of spec.perBranch ? values.branches : [{ id: 0, name: "" }]) {
      const place = { key: spec.key, branchId: branch.id };
      const name = placeKey(place);
      const setting = decideSetting(
        spec,
        branch.id,
        wanted.get(name)?.value ?? null,
        stored.get(name),
      );
      wanted.delete(name);
      const plain =
        setting?.write && "plain" in setting.write
          ? setting.write.plain
          : setting
            ? (stored.get(name)?.value ?? null)
            : "";
      // A sealed value was checked when it was first saved, and must not be opened to be checked again.
      const sentence =
        plain === null
          ? null
          : refuseSetting({ ...spec, required: spec.required && values.active }, plain);
      if (sentence)
        problems[settingField(place)] = branch.name
          ? `${sentence.replace(/\.$/, "")} (${branch.name}).`
          : sentence;
      if (setting) decided.push(setting);
    }
  }
  for (const { key, branchId } of wanted.values()) {
    problems[settingField({ key, branchId })] =
      branchId > 0 && specs.some((spec) => spec.key === key && spec.perBranch)
        ? `A filial da chave “${key}” não está selecionada.`
        : `A chave “${key}” não pertence a este tipo de integração.`;
  }
  keepSecretsHome(specs, decided, values.stored, problems);
  return decided;
}

/**
 * A secret belongs to whom it was given to: kept, or brought back by an older version, it never goes
 * to a server, a port or a user that the stored values do not name, nor over a line that is secured
 * in another way. Whoever may edit could otherwise
 * have it sent to a server of their own.
 */
function keepSecretsHome(
  specs: readonly SettingSpec[],
  decided: readonly DecidedSetting[],
  stored: readonly SettingRow[],
  problems: Record<string, string>,
): void {
  const before = stored
    .filter(({ ciphertext }) => ciphertext === null)
    .map(({ key, branchId, value }) => ({ key, branchId, value: value ?? "" }));
  const after = readPlain(decided, stored);
  for (const setting of decided) {
    const { key, branchId, secret, write } = setting;
    if (!secret || (write && "plain" in write)) continue;
    const known = stored.length > 0 ? listAddressees(specs, before, branchId) : new Set<string>();
    const strange = [...listAddressees(specs, after, branchId)].some((name) => !known.has(name));
    if (!strange) continue;
    const label = specs.find((spec) => spec.key === key)?.label ?? key;
    const addresses = listAddresses(specs, before).join(" e ");
    problems[settingField(setting)] ??=
      `Informe “${label}” novamente: o valor gravado foi informado para ${addresses || "outro endereço"} e não é enviado a outro servidor ou usuário, nem por uma conexão protegida de outra forma.`;
  }
}

/** The values that are no secrets, as they will stand. */
export function readPlain(
  decided: readonly DecidedSetting[],
  stored: readonly SettingRow[],
): Array<SettingPlace & { value: string }> {
  const rows = new Map(stored.map((row) => [placeKey(row), row.value ?? ""]));
  return decided
    .filter(({ secret }) => !secret)
    .map(({ key, branchId, write }) => ({
      key,
      branchId,
      value:
        write && "plain" in write ? write.plain : (rows.get(placeKey({ key, branchId })) ?? ""),
    }));
}

function decideSetting(
  spec: SettingSpec,
  branchId: number,
  value: WantedSetting["value"],
  stored: SettingRow | undefined,
): DecidedSetting | null {
  const base = { key: spec.key, branchId, secret: spec.kind === "secret" };
  if (value === null) {
    if (stored && base.secret === (stored.ciphertext !== null)) return { ...base, write: null };
    return spec.defaultValue && !base.secret
      ? { ...base, write: { plain: spec.defaultValue } }
      : null;
  }
  if (typeof value === "object") return { ...base, write: value };
  const plain = base.secret ? value : value.trim();
  if (plain === "")
    return spec.defaultValue && !base.secret
      ? { ...base, write: { plain: spec.defaultValue } }
      : null;
  return !base.secret && stored?.value === plain
    ? { ...base, write: null }
    : { ...base, write: { plain } };
}

/**
 * A refusal that names each field. When only missing settings keep it from running, it says that
 * saving as inactive is possible.
 */
function invalid(fields: Record<string, string>): Refusal {
  const names = Object.keys(fields);
  const onlySettings = names.every(placeOfField);
  const message = onlySettings
    ? `${formatCount(names.length, "configuração precisa", "configurações precisam")} de correção na aba Configurações. Uma integração inativa pode ser salva incompleta.`
    : "Confira os campos indicados.";
  return new Refusal({ kind: "invalid", message, fields });
}
