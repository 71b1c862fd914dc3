import type { LedgerRecord } from "@/lib/core/ledger-record.ts";
import type { Branch } from "@/lib/core/movement.ts";
import type { Day } from "@/lib/core/period.ts";
import type { TaskContext } from "../define.ts";
import type { MappedResource, WireRecord } from "./field-map.ts";

/** One record of a lot. */
export interface LotRecord {
  /** What makes it the same one at the partner, within a store: sent again, it replaces itself. */
  key: string;
  body: WireRecord;
  /** For the account of what was accepted; absent where sending again replaces. */
  ledger?: LedgerRecord;
}

/**
 * A kind of records a partner of the profile takes, declared once and used by whoever sends it.
 * `Key` names the settings that its records go by.
 */
export interface LotEntity<
  Key extends string = never,
  Resource extends string = string,
> extends MappedResource<Resource> {
  /** `day`: movements of each day. `branch`: a store's state of now. `organization`: filed under the first store. */
  scope: "day" | "branch" | "organization";
  /** Refuses through `ctx.refuse` what must not leave; the rest comes in a stable order. */
  records: (ctx: TaskContext<Key>, branch: Branch, day: Day) => AsyncIterable<LotRecord>;
}
