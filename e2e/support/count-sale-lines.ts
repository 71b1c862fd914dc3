import { createMovementReader } from "@/lib/engine/read-movements.ts";

/**
 * Reads one branch's day slowly in a process of its own, which a test gives little memory.
 * Arguments: database, organization, branch, day.
 */
const [url = "", organizationId, branchId, day = ""] = process.argv.slice(2);
let lines = 0;
for await (const line of createMovementReader({ url }, Number(organizationId), null).saleLines({
  branchIds: [Number(branchId)],
  period: { first: day, last: day },
})) {
  if (line.lineNumber > 0) lines += 1;
  // A slow consumer: what the server sends meanwhile must wait there and not here.
  if (lines % 10_000 === 0) await new Promise((resolve) => setTimeout(resolve, 10));
}
process.stdout.write(JSON.stringify({ lines }));
process.exit(0);
