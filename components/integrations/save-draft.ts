import { parsePlaceKey, type SettingPlace } from "@/lib/core/setting-place.ts";
import type { FormValues } from "./form-values.ts";

/** A form that was left before it was saved. */
export interface Draft {
  values: FormValues;
  /** The version it was filled from. */
  version: number;
  registrationKey: string;
  /** Secrets were typed and are not here: they must be typed again. */
  lostSecrets: boolean;
}

const name = (key: string) => `enlace.draft.${key}`;

/** Keeps what was typed for this tab of the browser. Secrets are left out: they never rest in a browser. */
export function saveDraft(
  key: string,
  draft: Omit<Draft, "lostSecrets">,
  isSecret: (place: SettingPlace) => boolean,
): void {
  const typed = Object.entries(draft.values.settings);
  const settings = Object.fromEntries(typed.filter(([place]) => !isSecret(parsePlaceKey(place))));
  const kept: Draft = {
    ...draft,
    values: { ...draft.values, settings },
    lostSecrets: typed.length > Object.keys(settings).length,
  };
  try {
    sessionStorage.setItem(name(key), JSON.stringify(kept));
  } catch (error) {
    // Storage that is full or forbidden costs only the convenience; the form itself still holds everything.
    if (!(error instanceof DOMException)) throw error;
  }
}

/** The draft of this form, if there is a readable one. */
export function findDraft(key: string): Draft | null {
  try {
    const text = sessionStorage.getItem(name(key));
    const draft = text ? (JSON.parse(text) as Partial<Draft>) : null;
    return draft?.values &&
      typeof draft.version === "number" &&
      typeof draft.registrationKey === "string" &&
      Array.isArray(draft.values.branchIds) &&
      typeof draft.values.settings === "object"
      ? (draft as Draft)
      : null;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof DOMException) return null;
    throw error;
  }
}

/** Forgets it: it was saved, or the person let it go. */
export function dropDraft(key: string): void {
  try {
    sessionStorage.removeItem(name(key));
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
  }
}
