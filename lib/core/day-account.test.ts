import { expect, test } from "vitest";
import {
  decideDayState,
  decideTaskDay,
  type DayFacts,
  type DayFile,
  sumTaskDays,
} from "./day-account.ts";

const file = (more: Partial<DayFile> = {}): DayFile => ({
  id: 1,
  status: "done",
  failureKind: null,
  rows: 10,
  rejections: 0,
  answeredAt: new Date(5),
  ...more,
});
const facts = (more: Partial<DayFacts> = {}): DayFacts => ({
  taskId: 1,
  status: "done",
  prepared: true,
  ownRefused: 0,
  files: [],
  finishedAt: new Date(9),
  createdAt: new Date(1),
  versions: { sales: 3 },
  ...more,
});

test.each([
  ["accepted with its file", { files: [file()] }, "accepted", 0],
  [
    "sent while one of its files is not confirmed",
    { files: [file(), file({ status: "sent" })] },
    "sent",
    0,
  ],
  ["empty when a whole run made no file for it", {}, "empty", 0],
  ["empty in a task that failed for other days", { status: "failed" }, "empty", 0],
  ["pending before its files are made", { status: "pending", prepared: false }, "pending", 0],
  [
    "failed when the run ended before its files were made",
    { status: "failed", prepared: false },
    "failed",
    0,
  ],
  [
    "failed with one of its files",
    { files: [file(), file({ status: "failed", failureKind: "unavailable" })] },
    "failed",
    0,
  ],
  [
    "refused by as many records as the partner named",
    { files: [file({ status: "failed", failureKind: "rejected", rejections: 2 })] },
    "refused",
    2,
  ],
  [
    "refused whole when the partner named none",
    { files: [file({ status: "failed", failureKind: "rejected" })] },
    "refused",
    10,
  ],
  [
    "refused by what was held back before the sending",
    { files: [file()], ownRefused: 1 },
    "refused",
    1,
  ],
] as Array<[string, Partial<DayFacts>, string, number]>)(
  "a day is %s",
  (_, more, outcome, refused) => {
    expect(decideTaskDay(facts(more))).toMatchObject({ outcome, refused });
  },
);

test("a day goes by the answer to what was read last, and by no later failure", () => {
  const accepted = decideTaskDay(
    facts({ files: [file({ answeredAt: new Date(50) })], versions: { sales: 3 } }),
  );
  const refused = decideTaskDay(
    facts({
      taskId: 2,
      files: [file({ status: "failed", failureKind: "rejected", answeredAt: new Date(20) })],
      versions: { sales: 4 },
    }),
  );
  const failed = decideTaskDay(
    facts({ taskId: 3, status: "failed", prepared: false, versions: { sales: 9 } }),
  );
  const empty = decideTaskDay(facts({ taskId: 4, versions: { sales: 5 } }));
  expect(sumTaskDays([failed, accepted, refused])).toMatchObject({
    taskId: 2,
    outcome: "refused",
    versions: { sales: 4 },
  });
  expect(sumTaskDays([accepted, empty])).toMatchObject({
    taskId: 1,
    outcome: "accepted",
    versions: { sales: 5 },
  });
  expect(sumTaskDays([failed])).toMatchObject({ outcome: "failed", versions: {} });
  expect(sumTaskDays([])).toBeNull();
});

test("what the person reads follows from the account, what arrived since and what runs", () => {
  const day = { outcome: null, dueAt: null, off: false, changed: false, running: false } as const;
  const dueAt = new Date(1);
  expect(decideDayState(day)).toBe("waiting");
  expect(decideDayState({ ...day, off: true })).toBe("off");
  expect(decideDayState({ ...day, dueAt })).toBe("missing");
  expect(decideDayState({ ...day, dueAt, running: true })).toBe("pending");
  expect(decideDayState({ ...day, outcome: "failed" })).toBe("missing");
  expect(decideDayState({ ...day, outcome: "empty", dueAt })).toBe("empty");
  expect(decideDayState({ ...day, outcome: "accepted", changed: true, running: true })).toBe(
    "changed",
  );
  expect(decideDayState({ ...day, outcome: "refused", changed: true })).toBe("refused");
});
