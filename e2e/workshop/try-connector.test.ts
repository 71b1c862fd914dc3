import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { fixedSales, makeBranch } from "@/lib/connectors/conformance/fixed-day.ts";
import { findConnector } from "@/lib/registry.ts";
import { CONNECTOR_USES } from "../sandbox/connector-uses.ts";
import { type Sandbox, startSandbox } from "../sandbox/start-sandbox.ts";
import { readSettings } from "./read-settings.ts";
import { type Trial, tryConnector } from "./try-run.ts";

const TYPES = ["smarket", "audit", "naapyes", "cosmos"];

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ answerDelay: 0, only: TYPES });
});
afterAll(() => sandbox.stop());
beforeEach(() => sandbox.reset());

async function run(id: string, fields: Partial<Trial> = {}) {
  const use = CONNECTOR_USES[id]!;
  const lines: string[] = [];
  const well = await tryConnector({
    connector: findConnector(id)!,
    operation: use.operation || [use.collects ?? ""].flat()[0]!,
    settings: use.settings(sandbox),
    branches: [makeBranch()],
    period: { first: "2026-05-01", last: "2026-05-02" },
    sales: use.sales?.(),
    deliver: false,
    allowPrivate: ["127.0.0.1"],
    signal: new AbortController().signal,
    print: (line) => lines.push(line),
    ...fields,
  });
  return { well, text: lines.join("\n"), received: sandbox.received(use.partner) };
}

test("without --deliver the connection is tested, the files are shown, and nothing arrives", async () => {
  const { well, text, received } = await run("audit");
  expect(well).toBe(true);
  expect(text).toContain("Conexão aceita");
  expect(text).toMatch(/VENDAS_41902377000113_20260501_001\.csv: [1-9]\d* records/);
  expect(text).toContain("VENDAS_41902377000113_20260502_001.csv");
  expect(text).toContain("Nothing was delivered");
  expect(received).toEqual([]);
});

test("with --deliver the partner takes them, and is asked for its answer", async () => {
  const { well, text, received } = await run("audit", { deliver: true });
  expect(well).toBe(true);
  expect(text).toContain('{"status":"done"');
  expect(received.length).toBeGreaterThan(0);
  expect(received.flatMap(({ problems }) => problems)).toEqual([]);
});

test("what a type brings in is shown too", async () => {
  const { well, text } = await run("cosmos");
  expect(well).toBe(true);
  expect(text).toMatch(/sweep: [1-9]\d* taken in/);
});

test("no secret and no customer's document is printed", async () => {
  for (const id of ["smarket", "naapyes"]) {
    const use = CONNECTOR_USES[id]!;
    const settings = use.settings(sandbox);
    const { text } = await run(id, {
      deliver: true,
      sales: (use.sales?.() ?? fixedSales()).map((sale) => ({
        ...sale,
        customerDocument: "52998224725",
      })),
    });
    expect(text).not.toContain(settings[use.credential]);
    expect(text).not.toContain("52998224725");
  }
});

test("a private address is refused unless it was named, and a wrong credential has its kind", async () => {
  expect(await run("smarket", { allowPrivate: [] })).toMatchObject({ well: false, received: [] });
  const settings = { ...CONNECTOR_USES.smarket!.settings(sandbox), ftp_senha: "segredo-errado-9" };
  const { well, text } = await run("smarket", { settings });
  expect(well).toBe(false);
  expect(text).toMatch(/^auth: /m);
  expect(text).not.toContain("segredo-errado-9");
});

test("settings are read as the form would, and their file is never quoted", () => {
  const audit = findConnector("audit")!;
  const wrong = readSettings(audit, '{"sftp_senha": "p4ssw0rd", "porta": "22"}', [{ id: 1 }]);
  expect(wrong.right).toBe(false);
  expect(JSON.stringify(wrong)).toContain("“porta” is no setting");
  expect(JSON.stringify(wrong)).toContain("sftp_host: Preencha");
  expect(JSON.stringify(wrong)).not.toContain("p4ssw0rd");
  expect(JSON.stringify(readSettings(audit, '{"sftp_senha": p4ssw0rd', []))).not.toContain(
    "p4ssw0rd",
  );
});
