import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { openBench } from "@/lib/connectors/conformance/make-context.ts";
import type { FileSession } from "@/lib/connectors/transports/types.ts";
import { findUnstorable } from "@/lib/core/clean-text.ts";
import { kindOf } from "@/lib/core/errors.ts";
import { cleanKept } from "@/lib/engine/save-collected.ts";
import { CONNECTORS } from "@/lib/registry.ts";
import { CONNECTOR_USES } from "../sandbox/connector-uses.ts";
import { type Sandbox, startSandbox } from "../sandbox/start-sandbox.ts";
import { type Spoil, spoilResponse, SPOILS } from "./spoil-answers.ts";

let sandbox: Sandbox;
const covered = { types: 0, operations: 0, answers: 0 };
beforeAll(async () => {
  sandbox = await startSandbox({ answerDelay: 0 });
});
afterAll(async () => {
  await sandbox.stop();
  console.info(
    `hostile answers: ${covered.types} types, ${covered.operations} operations, ${covered.answers} answers`,
  );
});

function spoilSession(session: FileSession, spoil: Spoil): FileSession {
  return {
    put: (path, content) => session.put(path, content),
    size: (path) => session.size(path),
    remove: (path) => session.remove(path),
    list: (directory) => session.list(directory),
    get: async (path) => {
      covered.answers += 1;
      return Buffer.from(spoil(Buffer.from(await session.get(path)).toString("utf8")));
    },
  };
}

describe.each(
  CONNECTORS.filter(({ id }) => id in CONNECTOR_USES).map((one) => [one.id, one] as const),
)("%s", (id, connector) => {
  const standIn = CONNECTOR_USES[id]!;
  beforeEach(() => sandbox.reset(standIn.partner));
  afterAll(() => {
    covered.types += 1;
    covered.operations += Object.keys(connector.operations).length;
  });

  test.each(SPOILS)(
    "answers %s: no fault of ours, and nothing that cannot be stored",
    async (_what, spoil) => {
      const bench = openBench(connector, {
        settings: standIn.settings(sandbox),
        ...(standIn.sales ? { sales: standIn.sales() } : {}),
      });
      const { http, ftp, sftp } = bench.ctx;
      bench.ctx.http = async (request) => {
        covered.answers += 1;
        return spoilResponse(await http(request), spoil);
      };
      bench.ctx.ftp = (address, work) =>
        ftp(address, (session) => work(spoilSession(session, spoil)));
      bench.ctx.sftp = (address, work) =>
        sftp(address, (session) => work(spoilSession(session, spoil)));
      const wrong: string[] = [];
      const attempt = async (name: string, work: () => Promise<void>) => {
        try {
          await work();
        } catch (error) {
          if (kindOf(error) === "internal")
            wrong.push(`${name}: ${String((error as Error).stack).slice(0, 400)}`);
        }
      };
      await attempt("check", async () => {
        const sentence: unknown = await connector.check(bench.ctx);
        if (typeof sentence !== "string") wrong.push("check: no sentence");
      });
      for (const [name, operation] of Object.entries(connector.operations)) {
        await attempt(name, async () => {
          for (const one of await bench.collect(name))
            if (one.type === "item" || one.type === "proposal" || one.type === "suggestion") {
              const place = findUnstorable(cleanKept(one));
              if (place) wrong.push(`${name}: ${place.join(".")}`);
            }
          if (!operation.deliver) return;
          for (const file of await bench.prepare(name))
            await attempt(name, async () => {
              const { receipt, rejections = [] } = await bench.deliver(name, file);
              const texts: unknown[] = rejections.flatMap(({ key, code, message }) => [
                key,
                code,
                message,
              ]);
              if (receipt !== undefined) texts.push(receipt);
              if (texts.some((text) => typeof text !== "string"))
                wrong.push(`${name}: an answer that is no text`);
              await operation.confirm?.(bench.ctx, { ...file, receipt: receipt ?? null });
            });
        });
      }
      for (const { key, code, message } of bench.refused)
        if ([key, code, message].some((text: unknown) => typeof text !== "string"))
          wrong.push("a refusal that is no text");
      expect(wrong).toEqual([]);
    },
  );
});
