import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openBench } from "@/lib/connectors/conformance/make-context.ts";
import type { Connector } from "@/lib/connectors/define.ts";
import { kindOf } from "@/lib/core/errors.ts";
import type { StandIn } from "../sandbox/control/define-stand-in.ts";
import {
  addPartner,
  DRAFTS,
  draftConnector,
  exportName,
  type NewConnector,
} from "./draft-connector.ts";
import { readGuideExample } from "./read-guide-example.ts";
import { writeGoldens } from "./write-goldens.ts";

const root = path.resolve(import.meta.dirname, "../..");
/** Outside of what the type check, the linter and the architecture test see. */
const folder = path.join(root, ".enlace", `new-connector-${process.pid}`);

const GUIDE: NewConnector = {
  id: "farol",
  name: "Farol",
  draft: "rest",
  twoPhase: false,
  port: 32,
  place: 24,
};
const WANTED: readonly NewConnector[] = [
  ...DRAFTS.map((draft) => ({ ...GUIDE, id: `farol-${draft}`, draft })),
  { ...GUIDE, id: "farol-em-duas-fases", twoPhase: true },
];

/** Where a draft's neighbours are, seen from a folder that is not theirs. */
const fromRoot = (file: string, text: string) =>
  text.replaceAll(`"../`, `"@/${path.dirname(path.dirname(file))}/`);

beforeAll(() => {
  for (const [file, text] of WANTED.flatMap((wanted) => [...draftConnector(wanted)])) {
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

test("every draft compiles", async () => {
  const run = promisify(execFile)(
    process.execPath,
    [path.join(root, "node_modules/typescript/bin/tsc"), "-p", folder],
    { cwd: root },
  );
  // What it complains about stands in stdout, and the test shows it.
  expect(await run.catch(({ stdout }: { stdout: string }) => stdout)).toMatchObject({ stdout: "" });
}, 120_000);

describe.each(WANTED.map((wanted) => [wanted.id, wanted] as const))("%s", (id, wanted) => {
  const read = async () => {
    const declared = (await import(path.join(folder, `lib/connectors/${id}/index.ts`))) as Record<
      string,
      Connector
    >;
    const { standIn } = (await import(path.join(folder, `e2e/sandbox/${id}/stand-in.ts`))) as {
      standIn: StandIn;
    };
    return { connector: declared[exportName(id)]!, standIn, use: standIn.connector! };
  };

  test("connector and stand-in understand each other", async () => {
    const { connector, standIn, use } = await read();
    const { access, partner } = await standIn.start({
      ports: [0],
      folder: path.join(folder, "received", id),
      answerDelay: 0,
      started: {},
    });
    try {
      const settings = use.settings(access);
      const bench = openBench(connector, { settings });
      expect(await connector.check(bench.ctx)).toMatch(/aceit/i);
      const wrong = openBench(connector, { settings: { ...settings, [use.credential]: "errado" } });
      expect(await connector.check(wrong.ctx).catch(kindOf)).toBe("auth");
      // A wrong credential is a problem of its own: what follows must have none.
      await partner.reset();
      const { confirm } = connector.operations[use.operation]!;
      expect(confirm !== undefined).toBe(wanted.twoPhase || wanted.draft === "sftp-csv");
      const files = await bench.prepare(use.operation);
      for (const file of files) {
        const { status, receipt = null } = await bench.deliver(use.operation, file);
        expect(status).toBe(confirm ? "sent" : "done");
        await expect
          .poll(async () => confirm?.(bench.ctx, { ...file, receipt }) ?? { status: "done" })
          .toMatchObject({ status: "done" });
      }
      const received = partner.received();
      expect(received.flatMap(({ problems }) => problems)).toEqual([]);
      const sum = (list: ReadonlyArray<{ rows: number }>) =>
        list.reduce((total, { rows }) => total + rows, 0);
      expect(sum(received)).toBe(sum(files));
      expect(sum(received)).toBeGreaterThan(0);
    } finally {
      await partner.stop();
    }
  });

  test("the goldens to begin from are what it writes for the known day", async () => {
    const { connector, standIn } = await read();
    const goldens = path.join(folder, `lib/connectors/${id}/golden`);
    const names = await writeGoldens(connector, standIn, goldens);
    expect(names.length).toBeGreaterThan(0);
    for (const name of names) expect(readFileSync(path.join(goldens, name), "utf8")).not.toBe("");
  });
});

test("the guide shows what the command writes", () => {
  const written = draftConnector(GUIDE);
  const shown = readGuideExample();
  expect([...shown.keys()].sort()).toEqual(
    [...written.keys()].filter((file) => file.endsWith(".ts")).sort(),
  );
  for (const [file, text] of shown) expect(text).toBe(written.get(file));
});

test("a new partner takes its place in the list", () => {
  const list = readFileSync(path.join(root, "lib/partners.ts"), "utf8");
  const longer = addPartner(list, "farol-novo").split("\n");
  const place = longer.indexOf('export { farolNovo } from "@/lib/connectors/farol-novo/index.ts";');
  expect([longer[place - 1], longer[place + 1]]).toEqual([
    expect.stringContaining("exact-wms"),
    expect.stringContaining("fisoft-wms"),
  ]);
  expect(longer.toSpliced(place, 1).join("\n")).toBe(list);
});
