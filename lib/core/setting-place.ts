/** Where a value of a setting stands. */
export interface SettingPlace {
  key: string;
  /** 0 = the whole integration. */
  branchId: number;
}

/** A place as one text: in maps, in a version's secrets, in the ids of the form. */
export type PlaceKey = `${string}.${number}`;

export const placeKey = ({ key, branchId }: SettingPlace): PlaceKey => `${key}.${branchId}`;

/** The place that a text names. Versions saved long ago have a colon before the branch. */
export function parsePlaceKey(text: string): SettingPlace {
  const [, key, branchId] = /^(.+)[.:](\d+)$/s.exec(text) ?? [];
  if (key === undefined) throw new Error(`“${text}” is no place of a setting`);
  return { key, branchId: Number(branchId) };
}

const FIELD = "settings.";

/** Names a place among the fields of a form, whose other fields have plain names. */
export const settingField = (place: SettingPlace): `settings.${PlaceKey}` =>
  `${FIELD}${placeKey(place)}`;

/** The place that a field is about; null for a field that is no setting. */
export const placeOfField = (field: string): SettingPlace | null =>
  field.startsWith(FIELD) ? parsePlaceKey(field.slice(FIELD.length)) : null;
