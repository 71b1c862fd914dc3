import { expect, test } from "vitest";
import { PartnerError } from "@/lib/core/errors.ts";
import { openBench } from "../conformance/make-context.ts";
import type { StoredFile } from "../define.ts";
import { propz } from "../propz/index.ts";
import { deliverLines } from "./deliver-lines.ts";

const file = (count: number) =>
  ({
    id: 7,
    text: async () => Array.from({ length: count }, (_, index) => `linha ${index}`).join("\n"),
  }) as StoredFile;
const bench = (remembered = new Map()) => openBench(propz, { settings: {}, remembered });

/** A partner that refuses every tenth line and goes away when it is asked for one of `away`. */
function partner(away: Set<number>) {
  const got: number[] = [];
  return {
    got,
    send: async (line: string) => {
      const index = Number(line.slice(6));
      if (away.has(index)) throw new PartnerError("unavailable", "fora do ar");
      got.push(index);
      return index % 10 === 5
        ? {
            key: line,
            code: "X",
            message: "Palavras do parceiro, que podem ser muitas. ".repeat(20),
          }
        : null;
    },
  };
}

test("goes on where the partner went away, and lists every refusal once", async () => {
  const remembered = new Map();
  const away = new Set([90, 150]);
  const { got, send } = partner(away);
  await expect(deliverLines(bench(remembered).ctx, file(200), send)).rejects.toMatchObject({
    kind: "unavailable",
  });
  // What is remembered is short, and holds none of the partner's words.
  const [place] = [...remembered.values()].map(({ value }: { value: string }) => value);
  expect(place).toBe(JSON.stringify({ next: 90, refused: [5, 15, 25, 35, 45, 55, 65, 75, 85] }));
  away.delete(90);
  await expect(deliverLines(bench(remembered).ctx, file(200), send)).rejects.toMatchObject({
    kind: "unavailable",
  });
  away.delete(150);
  const answer = await deliverLines(bench(remembered).ctx, file(200), send);
  expect(answer.rejections?.map(({ key }) => key)).toEqual(
    Array.from({ length: 20 }, (_, index) => `linha ${index * 10 + 5}`),
  );
  const times = new Map<number, number>();
  for (const index of got) times.set(index, (times.get(index) ?? 0) + 1);
  expect([...times.keys()]).toHaveLength(200);
  // Twice: only what was refused, and what was on its way beside the line that failed.
  expect(
    [...times]
      .filter(([index, count]) => count > 1 && index % 10 !== 5)
      .map(([index]) => index)
      .every((index) => [90, 150].some((gone) => Math.abs(index - gone) < 4)),
  ).toBe(true);
  expect([...remembered.values()]).toEqual([]);
});

test("a partner away at the very end of what it refused still ends", async () => {
  const remembered = new Map();
  const away = new Set([3]);
  const { send } = partner(away);
  await expect(deliverLines(bench(remembered).ctx, file(4), send)).rejects.toThrow();
  away.delete(3);
  expect(await deliverLines(bench(remembered).ctx, file(4), send)).toMatchObject({
    rejections: [],
    receipt: "4 de 4",
  });
});
