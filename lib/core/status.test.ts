import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  mayBecome,
  STATUS_LABEL,
  statusFromFiles,
  TASK_STATUSES,
  type TaskStatus,
} from "./status.ts";

describe("statuses", () => {
  it("are the four of the screen, in its words", () => {
    expect(TASK_STATUSES.map((status) => STATUS_LABEL[status])).toEqual([
      "Pendente",
      "Enviada",
      "Concluída",
      "Falha no envio",
    ]);
  });

  const allowed = new Set([
    "pending>sent",
    "pending>done",
    "pending>failed",
    "sent>done",
    "sent>failed",
    "failed>pending",
  ]);
  it.each(TASK_STATUSES.flatMap((from) => TASK_STATUSES.map((to) => [from, to] as const)))(
    "%s → %s",
    (from, to) => {
      expect(mayBecome(from, to)).toBe(allowed.has(`${from}>${to}`));
    },
  );
});

describe("a task's status", () => {
  it.each<[TaskStatus[], TaskStatus]>([
    [[], "done"],
    [["done", "done"], "done"],
    [["done", "sent"], "sent"],
    [["sent", "failed", "done"], "failed"],
    [["failed", "pending"], "pending"],
  ])("of files %j is %s", (files, expected) => expect(statusFromFiles(files)).toBe(expected));

  it("does not depend on the order of its files, and is final only when all are", () => {
    const files = fc.array(fc.constantFrom(...TASK_STATUSES), { maxLength: 6 });
    fc.assert(
      fc.property(files, (list) => {
        expect(statusFromFiles(list)).toBe(statusFromFiles([...list].reverse()));
        expect(statusFromFiles(list) === "done").toBe(list.every((status) => status === "done"));
      }),
    );
  });
});
