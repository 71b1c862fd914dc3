import { type PlaceKey, placeKey, type SettingPlace } from "@/lib/core/setting-place.ts";
import { type SecretKey, type SecretPlace, decryptSecret } from "@/lib/secrets.ts";
import { formatCount } from "@/lib/core/format-count.ts";

/** What an integration was at one save, as it is shown and compared. It holds no secret. */
export interface IntegrationSnapshot {
  description: string;
  connectorId: string;
  connectorName: string;
  active: boolean;
  intervalMinutes: number;
  branches: Array<{ id: number; name: string }>;
  settings: SnapshotSetting[];
}

/** A value of the grid at one save. */
interface SnapshotSetting extends SettingPlace {
  label: string;
  branchName: string;
  /** null when the key is secret. */
  value: string | null;
}

/** Ciphertexts by place. Never leaves the server. */
export type SealedSecrets = Record<PlaceKey, string>;

/** One difference in words; of a secret only that it changed. */
export interface FieldChange {
  field: string;
  before: string | null;
  after: string | null;
  secret?: true;
}

interface Side {
  snapshot: IntegrationSnapshot;
  secrets: SealedSecrets;
}

/** What differs between two states of an integration, in the order of the form. */
export function describeChanges(
  before: Side,
  after: Side,
  sameSecret: (place: SettingPlace, before: string, after: string) => boolean,
): FieldChange[] {
  const changes: FieldChange[] = [];
  const compare = (field: string, read: (snapshot: IntegrationSnapshot) => string) => {
    const [old, fresh] = [read(before.snapshot), read(after.snapshot)];
    if (old !== fresh) changes.push({ field, before: old, after: fresh });
  };
  compare("Descrição", (snapshot) => snapshot.description);
  compare("Tipo de integração", (snapshot) => snapshot.connectorName);
  compare("Situação", (snapshot) => (snapshot.active ? "Ativa" : "Inativa"));
  compare("Intervalo tarefa (minutos)", (snapshot) =>
    snapshot.intervalMinutes.toLocaleString("pt-BR"),
  );
  changes.push(...describeBranches(before.snapshot, after.snapshot));
  const places = new Map(
    [...before.snapshot.settings, ...after.snapshot.settings].map((setting) => [
      placeKey(setting),
      setting,
    ]),
  );
  for (const [name, place] of places) {
    const { label, branchName } = place;
    const field = `Configurações › ${label}${branchName ? ` (${branchName})` : ""}`;
    const valueIn = ({ snapshot }: Side) =>
      snapshot.settings.find((setting) => placeKey(setting) === name)?.value ?? null;
    const [old, fresh] = [before.secrets[name], after.secrets[name]];
    if (old !== undefined || fresh !== undefined) {
      if (old === undefined || fresh === undefined || !sameSecret(place, old, fresh))
        changes.push({
          field,
          before: old ? "definida" : null,
          after: fresh ? (old ? "alterada" : "definida") : "removida",
          secret: true,
        });
    } else if (valueIn(before) !== valueIn(after)) {
      changes.push({ field, before: valueIn(before), after: valueIn(after) });
    }
  }
  return changes;
}

function describeBranches(before: IntegrationSnapshot, after: IntegrationSnapshot): FieldChange[] {
  const missing = (from: IntegrationSnapshot, where: IntegrationSnapshot) =>
    from.branches
      .filter(({ id }) => !where.branches.some((branch) => branch.id === id))
      .map(({ name }) => name);
  const [removed, added] = [missing(before, after), missing(after, before)];
  if (removed.length === 0 && added.length === 0) return [];
  const listNames = (names: string[], verb: string) =>
    names.length === 0
      ? ""
      : `${verb} ${names.slice(0, 5).join(", ")}${names.length > 5 ? ` e mais ${names.length - 5}` : ""}`;
  return [
    {
      field: "Filiais",
      before: formatCount(before.branches.length, "selecionada", "selecionadas"),
      after: [
        formatCount(after.branches.length, "selecionada", "selecionadas"),
        listNames(added, "adicionadas:"),
        listNames(removed, "removidas:"),
      ]
        .filter(Boolean)
        .join("; "),
    },
  ];
}

/** Whether two ciphertexts hold the same secret: sealing the same one twice, or with a new key, gives another text. */
export function compareSealed(
  keys: readonly SecretKey[],
  integration: Omit<SecretPlace, keyof SettingPlace>,
) {
  return ({ key, branchId }: SettingPlace, before: string, after: string): boolean => {
    if (before === after) return true;
    const at = { ...integration, key, branchId };
    try {
      return decryptSecret(keys, at, before) === decryptSecret(keys, at, after);
    } catch {
      // Its key was retired since: it cannot be told, and "changed" is the careful answer.
      return false;
    }
  };
}
