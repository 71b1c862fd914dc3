import { openDatabase } from "@/db/client.ts";
import { useDatabase } from "@/db/current-database.ts";
import { defineConnector, type TaskContext } from "@/lib/connectors/define.ts";
import { daysBack, everyMinutes } from "@/lib/core/schedule.ts";
import { startEngine } from "@/lib/engine/start-engine.ts";
import { readEnv } from "@/lib/env.ts";

/** A process that only runs the engine, with one connector whose partner is the crash test's own server. */
const partner = process.env.PARTNER_URL ?? "";
const headers = { "x-pid": String(process.pid) };
const TWO_SECONDS = everyMinutes(2 / 60);

async function* prepare(ctx: TaskContext) {
  for (const letter of ["a", "b", "c", "d", "e"]) {
    const name = `${ctx.task.id}-${letter}`;
    const body = async function* () {
      yield `${name}\n`;
      // The partner's server may end this process here, with half a file written.
      await ctx.http({ method: "GET", url: `${partner}/preparing/${name}`, headers });
      yield "end\n";
    };
    yield { name, contentType: "text/plain", rows: () => 2, body: body() };
  }
}

const connector = defineConnector({
  id: "crash",
  name: "Parceiro do teste de queda",
  summary: "Só para testes.",
  contract: "generic",
  transport: "rest",
  guide: { about: "", ask: [], how: [], assumed: [] },
  settings: [],
  check: async () => "ok",
  operations: {
    files: {
      label: "Arquivos",
      schedule: everyMinutes(60 * 24),
      period: daysBack(1),
      prepare,
      look: async (ctx, file) => {
        const answer = await ctx.http({
          method: "GET",
          url: `${partner}/has/${file.name}`,
          headers,
        });
        return answer.text === "yes" ? { status: "done", receipt: "found" } : null;
      },
      deliver: async (ctx, file) => {
        await ctx.http({
          method: "POST",
          url: `${partner}/files/${file.name}`,
          body: await file.text(),
          headers,
        });
        return { status: "done", receipt: "answered" };
      },
    },
    ticks: {
      label: "Batidas",
      schedule: TWO_SECONDS,
      period: daysBack(0),
      prepare: async function* (ctx) {
        yield {
          name: `tick-${ctx.task.id}`,
          contentType: "text/plain",
          rows: () => 1,
          body: (async function* () {
            yield "1\n";
          })(),
        };
      },
      look: async (ctx, file) =>
        (await ctx.http({ method: "GET", url: `${partner}/has/${file.name}`, headers })).text ===
        "yes"
          ? { status: "done" }
          : null,
      deliver: async (ctx, file) => {
        await ctx.http({
          method: "POST",
          url: `${partner}/files/${file.name}`,
          body: "1",
          headers,
        });
        return { status: "done" };
      },
    },
  },
});

const env = readEnv(process.env);
const database = openDatabase(env.DATABASE_URL, { max: 8 });
useDatabase(database);
const engine = await startEngine({
  registry: [connector],
  database,
  env,
  report: (error) => console.error(error instanceof Error ? error.name : "error"),
});
process.once("SIGTERM", () => void engine.stop().then(() => process.exit(0)));
process.send?.("ready");
