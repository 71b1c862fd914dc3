import { expect, test } from "vitest";
import type { SetupSystem, SetupView } from "@/lib/admin/multi-cv/read-setup.ts";
import { judgeSetup, SETUP_STAGES, type SetupStage } from "./judge-setup.ts";

const system = (code: string, part: Partial<SetupSystem> = {}): SetupSystem => ({
  environment: {
    id: code.length,
    code,
    kind: code === "sienge" ? "sienge" : "cv",
    name: code.toUpperCase(),
    hasSecret: true,
    pausedAt: null,
  } as SetupSystem["environment"],
  access: "ok",
  note: "",
  checkedAt: null,
  ...part,
});
const READY: SetupView = {
  integrationId: 7,
  active: true,
  systems: [system("hub"), system("a"), system("sienge")],
  load: { running: null, total: 20, done: 20, faults: [] },
  developments: { active: 2, unchecked: 0, wrong: 0, proposals: [], unmatched: [] },
  mappings: { certain: 0, open: [], roles: [] },
  webhooks: [{ environmentId: 1, name: "Hub", registered: true }],
  rehearsal: { ok: true, note: "Reserva 1", at: "2026-03-05T12:00:00Z" },
  carried: 0,
};
const stateOf = (view: SetupView, stage: SetupStage) =>
  judgeSetup(view).find((one) => one.stage === stage)?.state;

test("an empty integration names all three systems, and everything else waits for them", () => {
  const empty: SetupView = {
    ...READY,
    active: false,
    systems: [],
    load: { running: null, total: 0, done: 0, faults: [] },
    developments: { ...READY.developments, active: 0 },
    rehearsal: null,
  };
  const [systems] = judgeSetup(empty);
  expect(systems?.missing).toHaveLength(3);
  expect(stateOf(empty, "developments")).toBe("later");
  expect(stateOf(empty, "rehearsal")).toBe("later");
  expect(stateOf(empty, "active")).toBe("later");
});

test("what is complete misses nothing", () => {
  expect(judgeSetup(READY).map(({ state }) => state)).toEqual(SETUP_STAGES.map(() => "done"));
});

test.each<[string, Partial<SetupView>, SetupStage, string]>([
  [
    "a system without a test",
    { systems: [system("hub"), system("a", { access: "never" }), system("sienge")] },
    "systems",
    "open",
  ],
  [
    "a refused credential",
    {
      systems: [
        system("hub", { access: "wrong", note: "Recusou." }),
        system("a"),
        system("sienge"),
      ],
    },
    "systems",
    "wrong",
  ],
  [
    "a credential changed since",
    { systems: [system("hub", { access: "stale" }), system("a"), system("sienge")] },
    "systems",
    "open",
  ],
  ["a load that runs", { load: { ...READY.load, running: 4, done: 3 } }, "load", "open"],
  [
    "a list that could not be read",
    {
      load: {
        ...READY.load,
        faults: [{ environmentId: 2, name: "A", what: "series", note: "Recusou." }],
      },
    },
    "load",
    "wrong",
  ],
  [
    "no development",
    { developments: { ...READY.developments, active: 0 } },
    "developments",
    "open",
  ],
  [
    "a development with an error",
    { developments: { ...READY.developments, wrong: 1 } },
    "developments",
    "wrong",
  ],
  [
    "a role without a situation",
    {
      mappings: {
        certain: 0,
        open: [],
        roles: [{ environmentId: 2, name: "A", missing: ["vendida"] }],
      },
    },
    "mappings",
    "open",
  ],
  [
    "a mapping to confirm",
    {
      mappings: {
        certain: 1,
        open: [{ environmentId: 2, name: "A", kind: "series", count: 2 }],
        roles: [],
      },
    },
    "mappings",
    "open",
  ],
  ["no rehearsal", { rehearsal: null }, "rehearsal", "open"],
  [
    "a rehearsal that stopped",
    { rehearsal: { ok: false, note: "Unidade vendida.", at: "" } },
    "rehearsal",
    "wrong",
  ],
  ["an inactive integration", { active: false }, "active", "open"],
])("%s is missing, with a sentence", (_what, part, stage, state) => {
  const view = { ...READY, ...part };
  expect(stateOf(view, stage)).toBe(state);
  for (const { text } of judgeSetup(view).flatMap(({ missing }) => missing))
    expect(text).toMatch(/\.$/);
});

test("a carried reservation is worth a rehearsal, and webhooks hold nothing up", () => {
  expect(stateOf({ ...READY, rehearsal: null, carried: 1 }, "rehearsal")).toBe("done");
  const quiet = { ...READY, webhooks: [{ environmentId: 1, name: "Hub", registered: false }] };
  expect(judgeSetup(quiet).find(({ stage }) => stage === "webhooks")).toMatchObject({
    state: "open",
    optional: true,
  });
});
