import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { afterEach, describe, expect, test, vi } from "vitest";
import { findActor } from "@/lib/auth/current-actor.ts";
import { defineAction } from "./define-action.ts";

vi.mock("@/lib/auth/current-actor.ts", () => ({ findActor: vi.fn() }));

/** Actions of people who are not signed in, or who no longer want to be. */
const WITHOUT_PERSON = new Set([
  "app/(auth)/entrar/actions.ts signInWithPassword",
  "app/(auth)/acesso/[token]/actions.ts choosePassword",
  "app/(hub)/frame-actions.ts leave",
]);

const root = path.resolve(import.meta.dirname, "..");
const exported = globSync("{app,components,lib}/**/*.{ts,tsx}", { cwd: root }).flatMap((file) => {
  const text = readFileSync(path.join(root, file), "utf8");
  if (!/^\s*["']use server["']/m.test(text)) return [];
  return [...text.matchAll(/^export (?!type |interface ).*$/gm)].map(([line]) => ({
    name: `${file} ${/^export (?:const|async function) (\w+)/.exec(line)?.[1] ?? line}`,
    wrapped: /^export const \w+ = defineAction\($/.test(line.replace(/\(.*$/, "(")),
  }));
});

describe("what a form can call", () => {
  test("every action keeps the one policy for a session that has ended", () => {
    const wrong = exported.filter(({ wrapped }) => !wrapped).map(({ name }) => name);
    expect(new Set(wrong)).toEqual(WITHOUT_PERSON);
  });

  test("the test saw the actions it judges", () => {
    expect(exported.filter(({ wrapped }) => wrapped).length).toBeGreaterThan(50);
  });
});

describe("defineAction", () => {
  afterEach(() => vi.mocked(findActor).mockReset());

  test("runs for the signed-in person, with what the form sent", async () => {
    const actor = { personId: 3 } as never;
    vi.mocked(findActor).mockResolvedValue(actor);
    const run = vi.fn(async (_actor: unknown, id: number) => ({ ok: true as const, value: id }));
    expect(await defineAction(run)(7)).toEqual({ ok: true, value: 7 });
    expect(run).toHaveBeenCalledExactlyOnceWith(actor, 7);
  });

  test("answers whoever is signed out, and does nothing", async () => {
    vi.mocked(findActor).mockResolvedValue(null);
    const run = vi.fn();
    expect(await defineAction(run)()).toMatchObject({
      ok: false,
      problem: { kind: "signed_out" },
    });
    expect(run).not.toHaveBeenCalled();
  });
});
