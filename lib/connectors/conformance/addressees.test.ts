import { afterAll, beforeAll, expect, test } from "vitest";
import { type Sandbox, startSandbox } from "@/e2e/sandbox/start-sandbox.ts";
import { CONNECTOR_USES } from "@/e2e/sandbox/connector-uses.ts";
import { CONNECTORS } from "@/lib/registry.ts";
import { isAddressee } from "../list-addressees.ts";
import { refuseSetting } from "../settings.ts";
import { traceRun } from "./trace-run.ts";

const TYPES = CONNECTORS.filter(({ operations }) =>
  Object.values(operations).some(({ flow }) => !flow),
);

/** Texts that would turn an address that they are joined to into another one. */
const HOSTILE = [
  "https://fora.test/x",
  "//fora.test/x",
  "@fora.test/x",
  ".fora.test",
  ":80@fora.test",
  "\\\\fora.test\\x",
  "/../../..//fora.test/{id}",
  "{id}@fora.test",
];

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ answerDelay: 0 });
});
afterAll(() => sandbox.stop());

test.each(TYPES.map((connector) => [connector.id, connector] as const))(
  "%s calls no other server, whatever stands in a setting that is no address",
  async (id, connector) => {
    const standIn = CONNECTOR_USES[id]!;
    const settings = standIn.settings(sandbox);
    const called = (trace: string) =>
      [...trace.matchAll(/\["(?:GET|POST|PUT|PATCH|DELETE)","((?:[^"\\]|\\.)*)"/g)]
        .map(([, url]) => new URL(JSON.parse(`"${url}"`) as string).host)
        .concat([...trace.matchAll(/"host":"([^"]*)"/g)].map(([, host]) => host!));
    await sandbox.reset(standIn.partner);
    const home = new Set(called(await traceRun(connector, { settings, sales: standIn.sales?.() })));
    for (const spec of connector.settings) {
      if (isAddressee(spec) || spec.kind !== "text") continue;
      for (const value of HOSTILE.filter((text) => refuseSetting(spec, text) === null)) {
        await sandbox.reset(standIn.partner);
        const place = spec.perBranch ? `${spec.key}.1` : spec.key;
        const trace = await traceRun(connector, { settings: { ...settings, [place]: value } });
        expect([
          spec.key,
          value,
          called(trace).filter((host) => !home.has(host) && host.includes("fora.test")),
        ]).toEqual([spec.key, value, []]);
      }
    }
  },
);
