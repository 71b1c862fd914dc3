import {
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { FaultSwitch } from "../control/faults.ts";
import { openJournal } from "../control/journal.ts";
import {
  firstProblems,
  type Partner,
  type Received,
  type StandInOptions,
} from "../control/partner.ts";
import type { CsvCheck } from "./check-csv.ts";
import { loadHostKey } from "./host-key.ts";
import { checkControlFile, returnName, writeReturn } from "./return-file.ts";
import { serveSftp } from "./serve-sftp.ts";

/** A partner of the profile: its account, how it reads a file, and what else it does with one it took. */
export interface SftpCsvPlayer {
  id: string;
  name: string;
  user: string;
  password: string;
  check(name: string, bytes: Buffer): CsvCheck;
  /** Further files it writes into /retorno once it took one, by name. */
  answer?(name: string, bytes: Buffer): ReadonlyMap<string, string>;
  commands?: Partner["commands"];
  counts?(): Record<string, number>;
  reset?(): void;
}

/** How to reach a stand-in of the profile. `hostKey` is the SHA-256 fingerprint as OpenSSH writes it. */
export interface SftpCsvAccess {
  host: string;
  port: number;
  user: string;
  password: string;
  hostKey: string;
}

type Entry =
  | { kind: "file"; received: Received; replaced: boolean; refused: number }
  | { kind: "control"; received: Received }
  | { kind: "returned"; name: string };

/** Starts an SFTP server that answers each file with a return some time after it. */
export async function startSftpCsv(
  { port, folder, returnDelay }: StandInOptions & { returnDelay: number },
  player: SftpCsvPlayer,
): Promise<{ access: SftpCsvAccess; partner: Partner }> {
  const key = loadHostKey(folder);
  const account = { host: "127.0.0.1", user: player.user, password: player.password };
  const files = path.join(folder, "files");
  const [sent, returned] = [path.join(files, "envio"), path.join(files, "retorno")];
  const makeFolders = () =>
    [sent, returned].forEach((name) => mkdirSync(name, { recursive: true }));
  makeFolders();
  const journal = openJournal<Entry>(path.join(folder, "received.ndjson"));
  const faults = new FaultSwitch([
    "slow",
    "down",
    "status",
    "garbage",
    "rate_limited",
    "lose_answer",
    "unauthorized",
    "disk_full",
    "drop_midway",
  ]);
  const waiting = new Map<string, NodeJS.Timeout>();

  /** A former return stays until there is a new one, and the new one shows a later time, however soon it comes. */
  const writeNewer = (file: string, content: string): void => {
    const former = existsSync(file) ? Math.floor(statSync(file).mtimeMs / 1000) : 0;
    writeFileSync(file, content);
    const now = Math.max(Math.floor(Date.now() / 1000), former + 1);
    utimesSync(file, now, now);
  };
  /** Compares the csv with its control file, when there is one; senders put it before the csv or after it. */
  const checkControl = (name: string, rows: number): string[] => {
    const control = [name.replace(/\.csv$/i, ".ok"), `${name}.ok`].find((one) =>
      existsSync(path.join(sent, one)),
    );
    if (!control) return [];
    const problems = checkControlFile(
      readFileSync(path.join(sent, control), "utf8"),
      readFileSync(path.join(sent, name)),
      rows,
    );
    journal.append({
      kind: "control",
      received: {
        at: new Date().toISOString(),
        name: control,
        verdict: problems.length ? "refused" : "ok",
        rows: 0,
        problems,
      },
    });
    return problems;
  };
  const scheduleReturn = (name: string) => {
    clearTimeout(waiting.get(name));
    const timer = setTimeout(() => {
      waiting.delete(name);
      if (!existsSync(path.join(sent, name))) return;
      const check = player.check(name, readFileSync(path.join(sent, name)));
      check.fileProblems.push(...checkControl(name, check.rows));
      writeNewer(path.join(returned, returnName(name)), writeReturn(check));
      if (check.fileProblems.length === 0)
        for (const [extra, content] of player.answer?.(name, readFileSync(path.join(sent, name))) ??
          [])
          writeFileSync(path.join(returned, extra), content);
      journal.append({ kind: "returned", name });
    }, returnDelay);
    waiting.set(name, timer);
  };
  // Files that arrived just before a restart still get their return.
  const due = new Set<string>();
  for (const entry of journal.records) {
    if (entry.kind === "file") due.add(entry.received.name);
    if (entry.kind === "returned") due.delete(entry.name);
  }
  due.forEach(scheduleReturn);

  const receiveFile = (name: string, viaTemporary: boolean): void => {
    const check = player.check(name, readFileSync(path.join(sent, name)));
    const problems = [
      ...check.fileProblems,
      ...check.refusals.map(
        (refusal) => `Linha ${refusal.line}: ${refusal.code} ${refusal.message}`,
      ),
    ];
    if (!viaTemporary) problems.push("Enviado sem nome temporário .tmp");
    journal.append({
      kind: "file",
      received: {
        at: new Date().toISOString(),
        name,
        verdict: check.fileProblems.length ? "refused" : problems.length ? "problems" : "ok",
        rows: check.rows,
        problems: firstProblems(problems),
      },
      replaced: fileEntries().some((entry) => entry.received.name === name),
      refused: check.refusals.length,
    });
    scheduleReturn(name);
  };

  const fileEntries = () => journal.records.filter((entry) => entry.kind === "file");
  const received = () =>
    journal.records.flatMap((entry) => (entry.kind === "returned" ? [] : [entry.received]));

  const door = await serveSftp({
    ...account,
    port,
    folder: files,
    privateKey: key.privateKey,
    faults,
    onFile: (name, viaTemporary) => {
      if (!name.toLowerCase().endsWith(".ok")) return receiveFile(name, viaTemporary);
      const csv = `${name.replace(/(\.csv)?\.ok$/i, "")}.csv`;
      if (existsSync(path.join(sent, csv))) scheduleReturn(csv);
    },
  });

  const stopTimers = () => {
    for (const timer of waiting.values()) clearTimeout(timer);
    waiting.clear();
  };
  const partner: Partner = {
    id: player.id,
    name: player.name,
    access: [
      ["Protocolo", "SFTP (senha)"],
      ["Host", account.host],
      ["Porta", String(door.port)],
      ["Usuário", account.user],
      ["Senha", account.password],
      ["Chave do servidor", key.fingerprint],
      ["Pastas", "/envio e /retorno"],
    ],
    faults,
    counts: () => {
      const entries = fileEntries();
      return {
        "Arquivos recebidos": entries.length,
        "Arquivos recusados": entries.filter((entry) => entry.received.verdict === "refused")
          .length,
        "Arquivos substituídos": entries.filter((entry) => entry.replaced).length,
        "Linhas recebidas": entries.reduce((total, entry) => total + entry.received.rows, 0),
        "Linhas rejeitadas": entries.reduce((total, entry) => total + entry.refused, 0),
        "Retornos gravados": journal.records.filter((entry) => entry.kind === "returned").length,
        ...player.counts?.(),
      };
    },
    received,
    ...(player.commands ? { commands: player.commands } : {}),
    findFile: (name) => {
      // Only names that arrived, or their returns: a name from a URL must not reach another file.
      const known = received().map((one) => one.name);
      const place = known.includes(name)
        ? path.join(sent, name)
        : known.some((one) => returnName(one) === name)
          ? path.join(returned, name)
          : null;
      return place && existsSync(place) ? place : null;
    },
    reset: async () => {
      stopTimers();
      journal.clear();
      player.reset?.();
      rmSync(files, { recursive: true, force: true });
      makeFolders();
      await faults.clear();
    },
    stop: async () => {
      stopTimers();
      await door.close();
    },
  };
  return { access: { ...account, port: door.port, hostKey: key.fingerprint }, partner };
}
