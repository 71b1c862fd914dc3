import type { PriceZone } from "@/lib/core/offer.ts";
import { readTable, type TableColumn } from "@/lib/core/setting-table.ts";
import type { TaskContext } from "../define.ts";

/** Columns of the setting `zonas`: what the partner calls a zone, and the hub's zone it stands for. */
export const ZONE_COLUMNS: readonly TableColumn[] = [
  { key: "parceiro", label: "Código na Proffer", kind: "text", required: true },
  { key: "hub", label: "Código da zona no Enlace", kind: "text", required: true },
];

/** The client's price zones, and how the partner calls them. */
export interface Zones {
  /** Name of a branch's zone at the partner; empty when the branch is in none. */
  ofBranch(branchId: number): string;
  /** The hub's zone that the partner means; undefined when there is none. */
  find(partnerCode: string): PriceZone | undefined;
}

/** Reads the zones once a run. A zone the setting does not name goes by its own code. */
export async function readZones(ctx: TaskContext<"zonas">): Promise<Zones> {
  const names = readTable(ZONE_COLUMNS, ctx.settings.text("zonas"));
  const partnerName = (code: string) => names.find(({ hub }) => hub === code)?.parceiro ?? code;
  const byPartner = new Map<string, PriceZone>();
  const byBranch = new Map<number, string>();
  for await (const zone of ctx.movements.priceZones()) {
    byPartner.set(partnerName(zone.code), zone);
    for (const branchId of zone.branchIds) byBranch.set(branchId, partnerName(zone.code));
  }
  return {
    ofBranch: (branchId) => byBranch.get(branchId) ?? "",
    find: (code) => byPartner.get(code),
  };
}
