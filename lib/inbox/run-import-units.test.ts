import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { createInboxBench, type InboxBench } from "@/e2e/support/inbox-bench.ts";
import type { Unit } from "./unit.ts";
import { openUpload } from "./upload/open-upload.ts";

vi.mock("./upload/open-upload.ts", () => ({ openUpload: vi.fn() }));

let bench: InboxBench;
beforeAll(async () => {
  bench = await createInboxBench();
});
afterAll(() => bench.close());

function give(...reads: Array<() => Promise<never>>): void {
  vi.mocked(openUpload).mockImplementation(async function* () {
    for (const [index, read] of reads.entries())
      yield { place: `documento ${index}`, bytesRead: index, read } satisfies Unit;
  });
}
const stumble = (error: Error) => () => Promise.reject<never>(error);

test("a document that our own reader stumbles over is refused, and those after it are read", async () => {
  give(
    stumble(new TypeError("undefined is not a function")),
    stumble(new RangeError("Maximum call stack size exceeded")),
  );
  const result = await bench.import("a.xml", "<a/>");
  expect(result).toMatchObject({ status: "finished", read: 2, refused: 2 });
  expect(result.refusals.map(({ place, code }) => [place, code])).toEqual([
    ["documento 0", "unreadable"],
    ["documento 1", "unreadable"],
  ]);
});

test("a disk that fails is no document's fault: the job is tried again", async () => {
  give(stumble(Object.assign(new Error("i/o error"), { code: "EIO" })));
  await expect(bench.import("b.xml", "<a/>")).rejects.toThrow("i/o error");
});

test("a file that takes its process down again and again ends with a reason, before it is read", async () => {
  give(stumble(new Error("never reached")));
  const id = await bench.upload("c.xml", "<a/>");
  await bench.database.db.execute(
    sql`update imports set attempt = 8, status = 'running' where id = ${id}`,
  );
  expect(await bench.run(id)).toMatchObject({
    status: "failed",
    failureReason: expect.stringContaining("código da importação") as string,
  });
});
