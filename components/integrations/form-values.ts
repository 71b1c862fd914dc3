import { type PlaceKey, placeKey, type SettingPlace } from "@/lib/core/setting-place.ts";
import type { CatalogueEntry, CatalogueSetting } from "@/lib/admin/integrations/catalogue.ts";
import type { OpenedIntegration, ShownSetting } from "@/lib/admin/integrations/read-integration.ts";

/** What the two tabs of the form hold while being filled. */
export interface FormValues {
  organizationId: number | null;
  description: string;
  connectorId: string;
  active: boolean;
  /** As typed: "abc" must be shown back, with its sentence. */
  intervalMinutes: string;
  branchIds: number[];
  /** Only what was typed; what is missing stays as it is stored. */
  settings: Record<PlaceKey, string>;
}

/** What is sent to the server: one shape for registering and for saving. */
export interface FormPayload {
  id: number;
  version: number;
  organizationId: number | null;
  registrationKey: string;
  description: string;
  connectorId: string;
  active: boolean;
  intervalMinutes: string;
  branchIds: number[];
  settings: Array<SettingPlace & { value: string | null }>;
  /** What becomes of tasks that run, once the person was asked. */
  running?: "finish" | "stop" | undefined;
}

/** One line of the Chave/Valor grid. */
export interface SettingLine {
  place: SettingPlace;
  spec: CatalogueSetting;
  branchName: string;
  stored: ShownSetting | undefined;
}

/** The id of the control that a value is edited in. */
export const settingControlId = (place: SettingPlace) => `chave-${placeKey(place)}`;

/** The values of a form nobody has touched. */
export function startValues(
  opened: OpenedIntegration | null,
  organizationId: number | null,
  connectorId = "",
): FormValues {
  if (!opened)
    return {
      organizationId,
      description: "",
      connectorId,
      active: true,
      intervalMinutes: "60",
      branchIds: [],
      settings: {},
    };
  return {
    organizationId: opened.organizationId,
    description: opened.description,
    connectorId: opened.connectorId,
    active: opened.active,
    intervalMinutes: String(opened.intervalMinutes),
    branchIds: opened.branches.map(({ id }) => id),
    settings: {},
  };
}

/** The lines of the grid: one a key, and for keys of one value a branch one a chosen branch. */
export function listLines(
  type: CatalogueEntry | undefined,
  values: FormValues,
  opened: OpenedIntegration | null,
  branchName: (id: number) => string,
): SettingLine[] {
  const stored = opened && opened.connectorId === values.connectorId ? opened.settings : [];
  const byPlace = new Map(stored.map((setting) => [placeKey(setting), setting]));
  return (type?.settings ?? []).flatMap((spec) =>
    (spec.perBranch ? values.branchIds : [0]).map((branchId) => {
      const place = { key: spec.key, branchId };
      return {
        place,
        spec,
        branchName: branchId === 0 ? "" : branchName(branchId),
        stored: byPlace.get(placeKey(place)),
      };
    }),
  );
}

/** What a line shows now: typed, else stored, else the type's default. Empty for a secret that was not typed. */
export function valueAt({ place, spec, stored }: SettingLine, values: FormValues): string {
  return (
    values.settings[placeKey(place)] ??
    stored?.value ??
    (spec.kind === "secret" ? "" : spec.defaultValue)
  );
}

/** What goes to the server. */
export function toPayload(
  values: FormValues,
  lines: readonly SettingLine[],
  base: { id: number; version: number; registrationKey: string },
): FormPayload {
  const { organizationId, description, connectorId, active, intervalMinutes, branchIds } = values;
  return {
    ...base,
    organizationId,
    description,
    connectorId,
    active,
    intervalMinutes,
    branchIds,
    settings: lines.map(({ place }) => ({
      ...place,
      value: values.settings[placeKey(place)] ?? null,
    })),
  };
}

/** Whether two states of the form would be saved alike. */
export function sameValues(a: FormValues, b: FormValues): boolean {
  const plain = (values: FormValues) =>
    JSON.stringify([
      values.organizationId,
      values.description,
      values.connectorId,
      values.active,
      values.intervalMinutes,
      values.branchIds.toSorted((x, y) => x - y),
      Object.entries(values.settings).toSorted(([x], [y]) => x.localeCompare(y)),
    ]);
  return plain(a) === plain(b);
}
