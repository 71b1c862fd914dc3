import { setTimeout as wait } from "node:timers/promises";
import { makeBranch } from "@/lib/connectors/conformance/fixed-day.ts";
import { type Bench, openBench } from "@/lib/connectors/conformance/make-context.ts";
import { readParts } from "@/lib/connectors/conformance/read-parts.ts";
import type { Connector, StoredFile } from "@/lib/connectors/define.ts";
import { createFtp } from "@/lib/connectors/transports/ftp.ts";
import { createHttp } from "@/lib/connectors/transports/http.ts";
import { rememberHosts } from "@/lib/connectors/transports/test-options.ts";
import { createSftp } from "@/lib/connectors/transports/sftp.ts";
import { kindOf, PartnerError } from "@/lib/core/errors.ts";
import type { Sale } from "@/lib/core/movement.ts";
import type { Period } from "@/lib/core/period.ts";
import { flattenLine, redactText, redactValue } from "@/lib/core/redact.ts";
import { inventDays } from "./invented-days.ts";

/** What is tried, and how far. */
export interface Trial {
  connector: Connector;
  operation: string;
  settings: Record<string, string>;
  branches: ReadonlyArray<ReturnType<typeof makeBranch>>;
  period: Period;
  /** The known day, where the usual one holds nothing for this partner. */
  sales?: Sale[];
  /** Sends what was prepared; without it nothing but the connection test leaves. */
  deliver: boolean;
  /** Private addresses that may be called all the same. */
  allowPrivate: readonly string[];
  signal: AbortSignal;
  print: (line: string) => void;
}

/** Lines of a file that are shown, and characters of a line. */
const SHOWN = { lines: 5, characters: 240 };
/** How often an answer that comes later is asked for, and how long between. */
const ASKED = { times: 12, everyMs: 5_000 };

/**
 * One run of a connector against a real address, without database or engine: connection test, then
 * what it makes of invented days. Nothing is printed that a log would not hold. False when it failed.
 */
export async function tryConnector(trial: Trial): Promise<boolean> {
  const secrets = secretsOf(trial);
  // Masked first and cut then: half of a secret would pass for a word.
  const print = (line: string) =>
    trial.print(flattenLine(redactText(line, secrets)).slice(0, SHOWN.characters));
  try {
    await runTrial(trial, openTrial(trial, print), print);
    return true;
  } catch (error) {
    const told = error instanceof PartnerError ? error.detail : String(error);
    print(`${kindOf(error)}: ${told}`);
    return false;
  }
}

async function runTrial(trial: Trial, bench: Bench, print: Trial["print"]): Promise<void> {
  const { connector, operation } = trial;
  print(`${connector.name}: ${await connector.check(bench.ctx)}`);
  if (connector.operations[operation]!.collect) {
    const taken = await bench.collect(operation);
    print(`${operation}: ${taken.length} taken in`);
    for (const one of taken.slice(0, SHOWN.lines)) print(JSON.stringify(redactValue(one)));
    return;
  }
  const files = await bench.prepare(operation);
  print(`${operation}: ${files.length} files`);
  for (const file of files) await showFile(file, print);
  for (const { key, code, message } of bench.refused) print(`left out ${key}: ${code} ${message}`);
  if (!trial.deliver) return print("Nothing was delivered: --deliver sends these files.");
  for (const file of files) await send(trial, bench, file, print);
}

/** A bench with this machine's clock, and transports that wait between tries as in earnest. */
function openTrial(trial: Trial, print: Trial["print"]): Bench {
  const { connector, settings, branches, period, signal, allowPrivate } = trial;
  const secrets = secretsOf(trial);
  const bench = openBench(connector, {
    settings,
    sales: inventDays(period, branches, trial.sales),
    period,
    task: { startedAt: new Date() },
  });
  signal.addEventListener("abort", () => bench.abort());
  const log: Bench["ctx"]["log"] = (level, text, details) =>
    print(
      `  ${level} ${text}${details ? ` ${JSON.stringify(redactValue(details, secrets))}` : ""}`,
    );
  const claimBudget = async () => undefined;
  const wiring = { claimBudget, log, secrets, signal: bench.ctx.signal, allowPrivate };
  Object.assign(bench.ctx, {
    branches,
    now: () => new Date(),
    log,
    http: createHttp(wiring),
    ftp: createFtp(wiring),
    sftp: createSftp({ ...wiring, knownHosts: rememberHosts() }),
  });
  return bench;
}

async function showFile(file: StoredFile, print: Trial["print"]): Promise<void> {
  print(`${file.name}: ${file.rows} records, ${file.bytes} bytes`);
  for (const { name, text } of await readParts(file)) {
    if (name !== file.name) print(`  ${name}`);
    const lines = text.split(/\r?\n/).filter(Boolean);
    for (const line of lines.slice(0, SHOWN.lines)) print(`  | ${line.slice(0, SHOWN.characters)}`);
    if (lines.length > SHOWN.lines) print(`  | … ${lines.length - SHOWN.lines} more`);
  }
}

async function send(
  { connector, operation }: Trial,
  bench: Bench,
  file: StoredFile,
  print: Trial["print"],
): Promise<void> {
  const { status, receipt = null, rejections = [] } = await bench.deliver(operation, file);
  print(`${file.name}: ${status}${receipt === null ? "" : `, receipt ${receipt}`}`);
  for (const { key, code, message } of rejections) print(`  refused ${key}: ${code} ${message}`);
  const { confirm } = connector.operations[operation]!;
  if (status === "done" || !confirm) return;
  for (let asked = 0; asked < ASKED.times; asked += 1) {
    const answer = await confirm(bench.ctx, { ...file, receipt });
    if (answer.status !== "pending")
      return print(`${file.name}: ${JSON.stringify(redactValue(answer))}`);
    await wait(ASKED.everyMs, undefined, { signal: bench.ctx.signal });
  }
  print(`${file.name}: still waiting for the partner's answer`);
}

const secretsOf = ({ connector, settings }: Trial): string[] =>
  connector.settings.flatMap(({ kind, key }) =>
    kind === "secret" && settings[key] ? [settings[key]] : [],
  );
