import { expect, test } from "vitest";
import { repeatAfterRace, StillRacingError } from "./repeat-after-race.ts";

const refusal = (code: string) =>
  new Error("Failed query", { cause: Object.assign(new Error("refused"), { code }) });

/** A transaction that fails so often before it goes through. */
function failing(code: string, times: number) {
  let tries = 0;
  return {
    run: async () => {
      if (++tries <= times) throw refusal(code);
      return tries;
    },
    tries: () => tries,
  };
}

test.each(["40001", "40P01", "23503", "23505", "23P01"])(
  "a transaction that %s ended runs again and goes through",
  async (code) => {
    expect(await repeatAfterRace(failing(code, 3).run)).toBe(4);
  },
);

test.each(["40001", "40P01"])(
  "one that %s ends every time is given up with a sentence",
  async (code) => {
    await expect(repeatAfterRace(failing(code, 99).run)).rejects.toBeInstanceOf(StillRacingError);
  },
);

test.each(["23503", "23505", "23P01"])(
  "a rule (%s) that refuses every time is a defect",
  async (code) => {
    await expect(repeatAfterRace(failing(code, 99).run)).rejects.toThrow("Failed query");
  },
);

test.each(["23514", "42501", "57014", "08006"])(
  "%s is no race and is not tried again",
  async (code) => {
    const one = failing(code, 99);
    await expect(repeatAfterRace(one.run)).rejects.toThrow();
    expect(one.tries()).toBe(1);
  },
);
