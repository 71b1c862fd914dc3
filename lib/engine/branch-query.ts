import type { Day } from "@/lib/core/period.ts";

/** Which movements of which branch, as they were at a snapshot. */
export interface BranchQuery {
  organizationId: number;
  branchId: number;
  first: Day;
  last: Day;
  snapshot: string;
}
