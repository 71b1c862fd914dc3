import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { FaultSwitch } from "../control/faults.ts";
import { openJournal } from "../control/journal.ts";
import {
  firstProblems,
  type Partner,
  type Received,
  type StandInOptions,
} from "../control/partner.ts";
import { serveFtp } from "./serve-ftp.ts";

/** A partner that takes files over FTP and answers nothing: its account, and how it reads a file. */
interface FtpPlayer {
  id: string;
  name: string;
  user: string;
  password: string;
  /** How a file's final name ends; ".csv" when left out. */
  suffix?: string;
  check(name: string, bytes: Buffer): { rows: number; problems: string[] };
  /** What else the page tells of how to reach it. */
  hints?: Partner["access"];
}

/** How to reach an FTP server of {@link startFtp}. */
interface FtpAccess {
  host: string;
  port: number;
  user: string;
  password: string;
}

/** Starts an FTP server on which a file of the same name replaces the one before. */
export async function startFtp(
  { port, folder }: StandInOptions,
  player: FtpPlayer,
): Promise<{ access: FtpAccess; partner: Partner }> {
  const access = { host: "127.0.0.1", user: player.user, password: player.password };
  const files = path.join(folder, "files");
  mkdirSync(files, { recursive: true });
  const journal = openJournal<Received & { replaced: boolean }>(
    path.join(folder, "received.ndjson"),
  );
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
  const latest = () => new Map(journal.records.map((record) => [record.name, record]));

  const door = await serveFtp({
    ...access,
    port,
    folder: files,
    faults,
    ...(player.suffix ? { suffix: player.suffix } : {}),
    onFile: (name) => {
      const { rows, problems } = player.check(name, readFileSync(path.join(files, name)));
      journal.append({
        at: new Date().toISOString(),
        name,
        verdict: problems.length > 0 ? "problems" : "ok",
        rows,
        problems: firstProblems(problems),
        replaced: latest().has(name),
      });
    },
  });

  const partner: Partner = {
    id: player.id,
    name: player.name,
    access: [
      ["Protocolo", "FTP (modo passivo)"],
      ["Host", access.host],
      ["Porta", String(door.port)],
      ["Usuário", access.user],
      ["Senha", access.password],
      ...(player.hints ?? []),
    ],
    faults,
    counts: () => ({
      "Dias recebidos": latest().size,
      "Linhas aceitas": [...latest().values()].reduce((sum, { rows }) => sum + rows, 0),
      "Arquivos recebidos": journal.records.length,
      "Arquivos substituídos": journal.records.filter(({ replaced }) => replaced).length,
      "Arquivos com problemas": journal.records.filter(({ verdict }) => verdict !== "ok").length,
    }),
    received: () => journal.records,
    findFile: (name) =>
      latest().has(name) && existsSync(path.join(files, name)) ? path.join(files, name) : null,
    reset: async () => {
      journal.clear();
      rmSync(files, { recursive: true, force: true });
      mkdirSync(files, { recursive: true });
      await faults.clear();
    },
    stop: () => door.close(),
  };
  return { access: { ...access, port: door.port }, partner };
}
