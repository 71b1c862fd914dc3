import { expect, test } from "vitest";
import { runStory } from "./run-story.ts";

test("a story that stops starts again until it ends, and reports a reason once", async () => {
  const reports: string[] = [];
  let attempts = 0;
  const story = async () => {
    attempts += 1;
    if (attempts < 4) throw new Error("o parceiro não respondeu");
  };
  const { signal } = new AbortController();
  await runStory(story, { name: "Multi CV", signal, pauseMs: 0, report: (l) => reports.push(l) });
  expect(attempts).toBe(4);
  expect(reports).toEqual([
    "A história do Multi CV parou e vai recomeçar: o parceiro não respondeu",
  ]);
});

test("a story that is stopped ends without an error", async () => {
  const stopping = new AbortController();
  const reports: string[] = [];
  const story = async () => {
    stopping.abort();
    throw new Error("interrompida");
  };
  await runStory(story, {
    name: "ERP",
    signal: stopping.signal,
    report: (line) => reports.push(line),
  });
  expect(reports).toEqual([]);
});
