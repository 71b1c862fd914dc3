import { sql } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { type OpenDatabase, openDatabase } from "@/db/client.ts";
import {
  findFirstErrorOfTask,
  findFirstLineOfTask,
  type LogLine,
  readLogBounds,
  readLogRange,
  streamLog,
} from "@/db/queries/logs/log-ranges.ts";
import { searchLog } from "@/db/queries/logs/log-search.ts";
import { makeIntegration } from "@/e2e/support/make-integration.ts";
import { createTestDatabase } from "@/e2e/support/test-database.ts";
import { openLogWriter } from "./log-writer.ts";

let database: OpenDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());
afterEach(() => vi.restoreAllMocks());

let scope: { organizationId: number; integrationId: number };
let serial = 0;
beforeEach(async () => {
  const { organizationId, integrationId } = await makeIntegration(
    database.db,
    `Cliente ${(serial += 1)}`,
  );
  scope = { organizationId, integrationId };
});
const open = (options: Partial<Parameters<typeof openLogWriter>[0]> = {}) =>
  openLogWriter({ db: database.db, taskId: 7, attempt: 1, ...scope, ...options });

test("two writers of one integration number their lines without a gap, each in its own order", async () => {
  const other = openDatabase(database.url, { max: 2 });
  const writers = [open({ taskId: 1 }), open({ taskId: 2, db: other.db })];
  for (let line = 0; line < 1500; line += 1) {
    for (const [index, writer] of writers.entries())
      writer.write("info", `tarefa ${index + 1} linha ${line}`);
    if (line % 100 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  await Promise.all(writers.map((writer) => writer.close()));
  await other.close();
  const lines: LogLine[] = [];
  for await (const line of streamLog(database.db, scope)) lines.push(line);
  expect(lines.map(({ number }) => number)).toEqual(
    Array.from({ length: 3000 }, (_, index) => index + 1),
  );
  for (const task of [1, 2])
    expect(lines.filter(({ taskId }) => taskId === task).map(({ text }) => text)).toEqual(
      Array.from({ length: 1500 }, (_, line) => `tarefa ${task} linha ${line}`),
    );
});

test("writers of one integration in a process share their statements, and each waits for its own", async () => {
  const statements = vi.spyOn(database.db, "execute");
  const writers = Array.from({ length: 20 }, (_, index) => open({ taskId: index + 1, attempt: 2 }));
  for (const [index, writer] of writers.entries()) writer.write("info", `tarefa ${index + 1}`);
  await writers[3]!.flush();
  expect(statements.mock.calls.length).toBeLessThan(3);
  statements.mockRestore();
  const lines = await readLogRange(database.db, { ...scope, from: 1, count: 100 });
  expect(lines.map(({ taskId, attempt, text }) => [taskId, attempt, text])).toEqual(
    writers.map((_, index) => [index + 1, 2, `tarefa ${index + 1}`]),
  );
  await Promise.all(writers.map((writer) => writer.close()));
});

test("lines of a writer that closed while the database is away come before a later one's", async () => {
  const away = openDatabase(database.url, { max: 1 });
  const execute = away.db.execute.bind(away.db);
  let failures = 2;
  vi.spyOn(away.db, "execute").mockImplementation(((query: Parameters<typeof execute>[0]) =>
    (failures -= 1) >= 0
      ? Promise.reject(Object.assign(new Error("lost"), { code: "CONNECTION_CLOSED" }))
      : execute(query)) as never);
  const [first, second] = [open({ db: away.db, taskId: 1 }), open({ db: away.db, taskId: 2 })];
  first.write("info", "um");
  const closed = first.close();
  second.write("info", "dois");
  await Promise.all([closed, second.close()]);
  await away.close();
  expect(
    (await readLogRange(database.db, { ...scope, from: 1, count: 10 })).map(({ text }) => text),
  ).toEqual(["um", "dois"]);
});

test("a line that is announced can be read", async () => {
  let heard: (payload: string) => void = () => undefined;
  const announced = new Promise<string>((resolve) => (heard = resolve));
  const { unlisten } = await database.sql.listen("enlace", (payload) => heard(payload));
  const writer = open();
  writer.write("info", "olá");
  expect(await announced).toBe(`logs ${scope.organizationId}:${scope.integrationId}`);
  expect(await readLogRange(database.db, { ...scope, from: 1, count: 10 })).toMatchObject([
    { number: 1, text: "olá", level: "info", taskId: 7, attempt: 1, details: null },
  ]);
  await unlisten();
  await writer.close();
});

test("a secret reaches the table in no form, and no line can forge another", async () => {
  const secret = 'p@ss "wörd"/1';
  const writer = open({ secrets: [secret] });
  const forms = [
    secret,
    encodeURIComponent(secret),
    Buffer.from(secret).toString("base64"),
    JSON.stringify(secret).slice(1, -1),
  ];
  for (const form of forms)
    writer.write("info", `valor ${form} fim`, {
      url: `https://x.example/?k=${form}`,
      senha: form,
      aninhado: [{ token: form, nota: form }],
    });
  writer.write("error", "cpf 529.982.247-25 e maria@cliente.example", {
    Authorization: "Bearer abcdefghijk",
  });
  writer.write("warn", "linha\n2026-01-01 [erro] forjada\u001b[31m\u0000", {
    bruto: "a\u0000b\ud800",
  });
  writer.write("info", `${"x".repeat(3990)}${secret}${"y".repeat(5000)}`);
  await writer.close();
  const rows = await database.db.execute<{ line: string }>(
    sql`select text || coalesce(details::text, '') as line from log_lines where organization_id = ${scope.organizationId}`,
  );
  const all = rows.map(({ line }) => line).join("\n");
  for (const form of forms) expect(all).not.toContain(form);
  expect(all).not.toMatch(/p@ss|529\.982|maria@|abcdefghijk/);
  const lines = await readLogRange(database.db, { ...scope, from: 1, count: 100 });
  expect(lines).toHaveLength(forms.length + 3);
  expect(lines.every(({ text }) => !/[\u0000-\u001f]/.test(text) && text.length <= 4000)).toBe(
    true,
  );
});

test("details that no JSON holds cost neither the line nor the task", async () => {
  const writer = open();
  const circle: Record<string, unknown> = {};
  circle.self = circle;
  writer.write("info", "antes", circle);
  writer.write("info", "depois", { grande: 10n });
  await writer.close();
  expect(
    (await readLogRange(database.db, { ...scope, from: 1, count: 10 })).map(({ text }) => text),
  ).toEqual(["antes", "depois"]);
});

test("lines wait while the database is away and come in order when it is back", async () => {
  const away = openDatabase(database.url, { max: 1 });
  const execute = away.db.execute.bind(away.db);
  let failures = 2;
  vi.spyOn(away.db, "execute").mockImplementation(((query: Parameters<typeof execute>[0]) => {
    if (failures > 0) {
      failures -= 1;
      return Promise.reject(
        Object.assign(new Error("connection lost"), { code: "CONNECTION_CLOSED" }),
      );
    }
    return execute(query);
  }) as never);
  const writer = open({ db: away.db });
  for (let line = 1; line <= 3; line += 1) writer.write("info", `linha ${line}`);
  await writer.flush();
  await writer.close();
  await away.close();
  expect(
    (await readLogRange(database.db, { ...scope, from: 1, count: 10 })).map(({ text }) => text),
  ).toEqual(["linha 1", "linha 2", "linha 3"]);
});

test("a line that the database refuses takes no other with it", async () => {
  // Texts are repaired on the way; a value that the database cannot compute with is not.
  await database.sql`create function refuse_line() returns trigger language plpgsql as $$
    begin
      if new.details ? 'proibida' then raise exception using errcode = '22023'; end if;
      return new;
    end $$`;
  await database.sql`create trigger refuse_for_test before insert on log_lines
    for each row execute function refuse_line()`;
  const writer = open();
  const bad = new Set([1, 250, 251, 499, 620]);
  for (let line = 1; line <= 620; line += 1)
    writer.write("info", `linha ${line}`, bad.has(line) ? { proibida: 1 } : { linha: line });
  await writer.close();
  await database.sql`drop trigger refuse_for_test on log_lines`;
  const lines = await readLogRange(database.db, { ...scope, from: 1, count: 1000 });
  expect(lines.map(({ text }) => text)).toEqual(
    Array.from({ length: 620 }, (_, index) =>
      bad.has(index + 1) ? "(linha de log ilegível)" : `linha ${index + 1}`,
    ),
  );
  expect(lines.map(({ number }) => number)).toEqual(lines.map((_, index) => index + 1));
});

test("a log whose integration is gone is given up without a word to the task", async () => {
  const told = vi.spyOn(console, "error").mockReturnValue(undefined);
  const writer = open({ integrationId: 999_999 });
  writer.write("info", "ninguém");
  await writer.close();
  expect(told).toHaveBeenCalledOnce();
});

describe("reading", () => {
  beforeEach(async () => {
    const writer = open({ taskId: 11 });
    for (let line = 1; line <= 60; line += 1)
      writer.write(
        line % 20 === 0 ? "error" : line % 5 === 0 ? "warn" : "info",
        `Linha ${line} de 100% do Lote_${line}`,
      );
    await writer.close();
    const second = open({ taskId: 12 });
    second.write("info", "outra tarefa");
    second.write("error", "outra falha");
    await second.close();
  });

  test("bounds and ranges", async () => {
    expect(await readLogBounds(database.db, scope)).toEqual({ first: 1, last: 62 });
    expect(await readLogBounds(database.db, { ...scope, integrationId: 0 })).toEqual({
      first: 1,
      last: 0,
    });
    expect(
      (await readLogRange(database.db, { ...scope, from: 60, count: 5000 })).map(
        ({ number }) => number,
      ),
    ).toEqual([60, 61, 62]);
  });

  test("search goes backwards from the end, page by page, and ends", async () => {
    const first = await searchLog(database.db, { ...scope, levels: ["error"], limit: 3 });
    expect(first.lines.map(({ number }) => number)).toEqual([62, 60, 40]);
    const rest = await searchLog(database.db, {
      ...scope,
      levels: ["error"],
      limit: 3,
      before: first.nextCursor ?? undefined,
    });
    expect(rest.lines.map(({ number }) => number)).toEqual([20]);
    expect(rest.nextCursor).toBeNull();
  });

  test("search goes forwards, ignores case, and takes % and _ for what they are", async () => {
    expect(
      (await searchLog(database.db, { ...scope, text: "LOTE_7", after: 0, limit: 10 })).lines.map(
        ({ number }) => number,
      ),
    ).toEqual([7]);
    expect(
      (await searchLog(database.db, { ...scope, text: "100%", after: 55, limit: 10 })).lines.map(
        ({ number }) => number,
      ),
    ).toEqual([56, 57, 58, 59, 60]);
    expect(
      (await searchLog(database.db, { ...scope, text: "linha%lote", limit: 10 })).lines,
    ).toEqual([]);
  });

  test("a task's lines, its first and its first error", async () => {
    expect(await findFirstLineOfTask(database.db, scope.organizationId, 12)).toBe(61);
    expect(await findFirstErrorOfTask(database.db, scope.organizationId, 11)).toBe(20);
    expect(await findFirstErrorOfTask(database.db, scope.organizationId, 99)).toBeNull();
    expect(
      (await searchLog(database.db, { ...scope, taskId: 12, limit: 10 })).lines.map(
        ({ number }) => number,
      ),
    ).toEqual([62, 61]);
  });
});
