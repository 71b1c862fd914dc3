import { expect, test } from "vitest";
import { findOutcome } from "./find-outcome.ts";

test.each<[string, Parameters<typeof findOutcome>[0], ReturnType<typeof findOutcome>]>([
  [
    "carried to both",
    {
      carriedRole: "distratada",
      hubSituation: "rescinded",
      terminalSituation: "rescinded",
      over: false,
    },
    "rescinded",
  ],
  [
    "carried, and read before it was",
    { carriedRole: "vendida", hubSituation: "ready", terminalSituation: "ready", over: false },
    "sold",
  ],
  [
    "cancelled on both sides by hand",
    { carriedRole: null, hubSituation: "cancelled", terminalSituation: "cancelled", over: true },
    "cancelled",
  ],
  [
    "cancelled in the Hub alone",
    { carriedRole: null, hubSituation: "cancelled", terminalSituation: "ready", over: false },
    null,
  ],
  [
    "cancelled before it was carried",
    { carriedRole: null, hubSituation: "cancelled", terminalSituation: null, over: true },
    "cancelled",
  ],
  [
    "over without any outcome",
    { carriedRole: null, hubSituation: "open", terminalSituation: null, over: true },
    null,
  ],
  [
    "transferred and waiting",
    { carriedRole: null, hubSituation: "ready", terminalSituation: "ready", over: false },
    null,
  ],
])("%s", (_what, of, outcome) => {
  expect(findOutcome(of)).toBe(outcome);
});
