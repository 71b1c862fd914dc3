import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import {
  ERROR_KINDS,
  type ErrorKind,
  isTemporary,
  KIND_SENTENCE,
  kindOf,
  PartnerError,
} from "./errors.ts";

describe("kinds of failure", () => {
  it("each have one sentence that says what happened and ends", () => {
    expect(Object.keys(KIND_SENTENCE).sort()).toEqual([...ERROR_KINDS].sort());
    for (const sentence of Object.values(KIND_SENTENCE))
      expect(sentence).toMatch(/^[A-Z].{20,}\.$/);
  });

  it.each<[ErrorKind, boolean]>([
    ["auth", false],
    ["settings", false],
    ["rate_limited", true],
    ["unavailable", true],
    ["rejected", false],
    ["unexpected_shape", false],
    ["uncertain", true],
    ["cancelled", false],
    ["internal", false],
  ])("%s may heal by itself: %s", (kind, temporary) => expect(isTemporary(kind)).toBe(temporary));

  it("are those an error carries, never read from its words", () => {
    for (const kind of ERROR_KINDS) expect(kindOf(new PartnerError(kind, "uma frase"))).toBe(kind);
    for (const other of [
      new Error("unavailable"),
      new TypeError("fetch failed"),
      "auth",
      null,
      undefined,
      { kind: "auth" },
    ])
      expect(kindOf(other)).toBe("internal");
  });

  it("are “cancelled” for every way in which a signal ends work", async () => {
    const signal = AbortSignal.abort();
    expect(kindOf(signal.reason)).toBe("cancelled");
    expect(kindOf(await wait(1_000, undefined, { signal }).catch((error: unknown) => error))).toBe(
      "cancelled",
    );
    expect(
      kindOf(await fetch("http://127.0.0.1:1", { signal }).catch((error: unknown) => error)),
    ).toBe("cancelled");
  });
});

it("an error of a partner keeps what the next step needs", () => {
  const cause = new Error("original");
  const error = new PartnerError("rate_limited", "Espere.", {
    retryAfterSeconds: 7,
    settings: ["url_1"],
    cause,
  });
  expect(error).toMatchObject({
    name: "PartnerError",
    kind: "rate_limited",
    detail: "Espere.",
    retryAfterSeconds: 7,
    settings: ["url_1"],
    cause,
  });
  expect(new PartnerError("auth", "Não.")).toMatchObject({
    retryAfterSeconds: undefined,
    settings: [],
  });
});
