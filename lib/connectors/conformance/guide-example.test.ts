import { execFile } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { StandIn } from "@/e2e/sandbox/control/define-stand-in.ts";
import { kindOf } from "@/lib/core/errors.ts";
import type { Connector } from "../define.ts";
import { openBench } from "./make-context.ts";
import { readGuideExample } from "./read-guide-example.ts";

const root = path.resolve(import.meta.dirname, "../../..");
/** Outside of what the type check, the linter and the architecture test see. */
const folder = path.join(root, ".enlace", `guide-example-${process.pid}`);

/** Where the example's neighbours are, seen from a folder that is not theirs. */
const fromRoot = (file: string, text: string) =>
  text.replaceAll(`"../`, `"@/${path.dirname(path.dirname(file))}/`);

beforeAll(() => {
  for (const [file, text] of readGuideExample()) {
    const copy = path.join(folder, file);
    mkdirSync(path.dirname(copy), { recursive: true });
    writeFileSync(copy, fromRoot(file, text));
  }
  writeFileSync(
    path.join(folder, "tsconfig.json"),
    JSON.stringify({
      extends: "../../tsconfig.json",
      compilerOptions: { incremental: false, types: ["node"] },
      include: ["**/*.ts"],
      exclude: [],
    }),
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("the guide's example compiles", async () => {
  const run = promisify(execFile)(
    process.execPath,
    [path.join(root, "node_modules/typescript/bin/tsc"), "-p", folder],
    { cwd: root },
  );
  // What it complains about stands in stdout, and the test shows it.
  expect(await run.catch(({ stdout }: { stdout: string }) => stdout)).toMatchObject({ stdout: "" });
}, 120_000);

test("the guide's connector and its stand-in understand each other", async () => {
  const { farol } = (await import(path.join(folder, "lib/connectors/farol/index.ts"))) as {
    farol: Connector;
  };
  const { standIn } = (await import(path.join(folder, "e2e/sandbox/farol/stand-in.ts"))) as {
    standIn: StandIn;
  };
  const { access, partner } = await standIn.start({
    ports: [0],
    folder: path.join(folder, "received"),
    answerDelay: 0,
    started: {},
  });
  try {
    const use = standIn.connector!;
    const settings = use.settings(access);
    const bench = openBench(farol, { settings });
    expect(await farol.check(bench.ctx)).toMatch(/aceit/i);
    const wrong = openBench(farol, { settings: { ...settings, [use.credential]: "errado" } });
    expect(await farol.check(wrong.ctx).catch(kindOf)).toBe("auth");
    // A wrong credential is a problem of its own: what follows must have none.
    await partner.reset();
    const files = await bench.prepare(use.operation);
    for (const file of files)
      expect((await bench.deliver(use.operation, file)).status).toBe("done");
    expect(partner.received().flatMap(({ problems }) => problems)).toEqual([]);
    expect(partner.counts().Cupons).toBe(files.reduce((sum, { rows }) => sum + rows, 0));
    expect(partner.counts().Cupons).toBeGreaterThan(0);
  } finally {
    await partner.stop();
  }
});
