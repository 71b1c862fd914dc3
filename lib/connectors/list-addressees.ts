import type { SettingPlace } from "@/lib/core/setting-place.ts";
import type { SettingSpec } from "./settings.ts";

/** The plain value of a setting. */
interface PlainSetting extends SettingPlace {
  value: string;
}

/** Whether a setting names the server itself, to which secrets go. */
const isAddress = ({ kind, addressee }: SettingSpec): boolean =>
  kind === "url" || kind === "host" || addressee === "address";

/** Whether a setting has a say in whom secrets are given to: the server, its port, the user. */
export const isAddressee = (spec: SettingSpec): boolean =>
  isAddress(spec) || spec.addressee === "detail";

/**
 * Whom a secret at `branchId` goes to by these values, one text each. Addresses count by their origin,
 * whichever key names them: two of one partner may change places. A secret of the whole integration
 * goes to the addresses of every branch.
 */
export function listAddressees(
  specs: readonly SettingSpec[],
  values: readonly PlainSetting[],
  branchId: number,
): Set<string> {
  const found = new Set<string>();
  for (const spec of specs.filter(isAddressee)) {
    const texts = values
      .filter(
        (value) =>
          value.key === spec.key &&
          (branchId === 0 || value.branchId === 0 || value.branchId === branchId),
      )
      .map(({ value }) => value.trim() || spec.defaultValue);
    // A key that was never saved has its default, as a run reads it.
    if (texts.length === 0) texts.push(spec.defaultValue);
    for (const text of texts) {
      if (text === "") continue;
      found.add(isAddress(spec) ? foldAddress(text) : `${spec.key} ${text}`);
    }
  }
  return found;
}

/** The addresses among these values, for people and the audit log. */
export function listAddresses(
  specs: readonly SettingSpec[],
  values: readonly PlainSetting[],
): string[] {
  return [...listAddressees(specs.filter(isAddress), values, 0)];
}

/** Scheme, host and port of an address; a bare host in lower case. */
function foldAddress(text: string): string {
  const address = /^https?:/i.test(text) ? URL.parse(text) : null;
  return address ? address.origin : text.toLowerCase().replace(/[./]+$/, "");
}
