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
import { serveFtp } from "../smarket/serve-ftp.ts";
import { checkDemand } from "./check-demand.ts";

/** How to reach the stand-in of IQVIA's file exchange. */
export interface IqviaAccess {
  host: string;
  port: number;
  user: string;
  password: string;
  /** CD_EMP_IMS. */
  network: string;
}

/** Starts IQVIA's FTP server. */
export async function startIqvia({
  port,
  folder,
}: StandInOptions): Promise<{ access: IqviaAccess; partner: Partner }> {
  const access = {
    host: "127.0.0.1",
    user: "rede-modelo-ims",
    password: "iqvia-ftp-modelo",
    network: "0892",
  };
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
    suffix: ".txt",
    faults,
    onFile: (name) => {
      const { rows, problems } = checkDemand(
        access.network,
        name,
        readFileSync(path.join(files, name)),
      );
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
    id: "iqvia",
    name: "IQVIA",
    access: [
      ["Protocolo", "FTP (modo passivo)"],
      ["Host", access.host],
      ["Porta", String(door.port)],
      ["Usuário", access.user],
      ["Senha", access.password],
      ["CD_EMP_IMS", access.network],
      ["Código da loja", "qualquer número de até 6 dígitos"],
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
