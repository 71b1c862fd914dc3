import { CONNECTOR_USES } from "../sandbox/connector-uses.ts";
import { type Connector, manualOperation } from "@/lib/connectors/define.ts";
import { refuseSetting } from "@/lib/connectors/settings.ts";
import type { Day } from "@/lib/core/period.ts";
import type { Chapter } from "./demo-chapters.ts";
import type { SandboxAddresses } from "./sandbox-addresses.ts";

interface Shop {
  id: number;
  code: string;
}

/** What a partner would call a shop: its number, in the shape the key asks for. */
function nameShop(key: string, organizationId: number, shop: Shop): string {
  if (key === "id_local") return String(organizationId * 100 + Number(shop.code));
  if (key === "telefone") return `19320010${shop.code.padStart(2, "0")}`;
  return shop.code;
}

/**
 * The values of a chapter's form: the stand-in's own, what the chapter changes, and one a branch
 * where a key wants it.
 */
export function settingsOf(
  chapter: Chapter,
  connector: Connector,
  sandbox: SandboxAddresses,
  at: { organizationId: number; shops: readonly Shop[]; today: Day },
): Array<{ key: string; branchId: number; value: string }> {
  const values: Record<string, string> = {
    ...CONNECTOR_USES[connector.id]?.settings(sandbox),
    ...chapter.settings?.(at.today),
  };
  return connector.settings.flatMap((setting) => {
    if (!setting.perBranch)
      return [
        { key: setting.key, branchId: 0, value: values[setting.key] ?? setting.defaultValue },
      ];
    return at.shops.map((shop) => {
      const value = nameShop(setting.key, at.organizationId, shop);
      const refusal = refuseSetting(setting, value);
      if (refusal) throw new Error(`${connector.id}.${setting.key}: ${refusal}`);
      return { key: setting.key, branchId: shop.id, value };
    });
  });
}

/** The operations that the clock is to start by itself: all but the one that was asked for by hand. */
export function operationsToStart(chapter: Chapter, connector: Connector): string[] {
  const manual = chapter.run ? manualOperation(connector)?.name : undefined;
  const names = Object.entries(connector.operations).filter(
    ([name, { schedule }]) => name !== manual && schedule.kind !== "demand",
  );
  // What comes in is often the answer to what went out.
  return names
    .toSorted(([, a], [, b]) => Number(a.collect !== undefined) - Number(b.collect !== undefined))
    .map(([name]) => name);
}
