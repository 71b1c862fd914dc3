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
import { checkSmarketFile, type SmarketCheck } from "./check-file.ts";
import { serveFtp } from "../ftp/serve-ftp.ts";

/** How to reach the stand-in of Smarket. */
export interface SmarketAccess {
  host: string;
  port: number;
  user: string;
  password: string;
}

interface Arrival extends Received {
  entity: string | null;
  replaced: boolean;
  coupons: string[];
}

/** Starts Smarket's FTP server and its bookkeeping. */
export async function startSmarket({
  port,
  folder,
}: StandInOptions): Promise<{ access: SmarketAccess; partner: Partner }> {
  const access = { host: "127.0.0.1", user: "rede-modelo", password: "smarket-modelo" };
  const files = path.join(folder, "files");
  mkdirSync(files, { recursive: true });
  const journal = openJournal<Arrival>(path.join(folder, "received.ndjson"));
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
  const seen = new Set<string>();
  let categories: ReadonlySet<string> | null = null;
  /** Goals of a category that the last register of them does not list have no place there. */
  const unplaced = ({ entity, categories: named }: SmarketCheck): string[] => {
    const known = categories;
    if (entity === "categoria") categories = new Set(named);
    return entity !== "meta_categoria" || known === null
      ? []
      : named
          .filter((code) => !known.has(code))
          .map((code) => `A categoria ${code} não está no último arquivo de categorias`);
  };
  const tally = { linhas: 0, repetidas: 0 };
  const count = (record: Arrival) => {
    for (const key of record.coupons) {
      if (seen.has(key)) tally.repetidas++;
      else seen.add(key);
    }
    tally.linhas += record.rows;
  };
  journal.records.forEach(count);

  const door = await serveFtp({
    ...access,
    port,
    folder: files,
    faults,
    onFile: (name) => {
      const check = checkSmarketFile(name, readFileSync(path.join(files, name)));
      const problems = [...check.problems, ...unplaced(check)];
      const record: Arrival = {
        at: new Date().toISOString(),
        name,
        verdict: problems.length ? "problems" : "ok",
        rows: check.rows,
        problems: firstProblems(problems),
        entity: check.entity,
        replaced: journal.records.some((other) => other.name === name),
        coupons: check.coupons.map(
          (line) => `${line.store}|${line.coupon}|${line.product}|${line.line}`,
        ),
      };
      journal.append(record);
      count(record);
    },
  });

  const partner: Partner = {
    id: "smarket",
    name: "Smarket",
    access: [
      ["Protocolo", "FTP (modo passivo)"],
      ["Host", access.host],
      ["Porta", String(door.port)],
      ["Usuário", access.user],
      ["Senha", access.password],
    ],
    faults,
    counts: () => ({
      "Arquivos recebidos": journal.records.length,
      "Arquivos com problemas": journal.records.filter((record) => record.verdict !== "ok").length,
      "Arquivos substituídos": journal.records.filter((record) => record.replaced).length,
      "Linhas recebidas": tally.linhas,
      "Linhas de cupom distintas": seen.size,
      "Linhas de cupom repetidas": tally.repetidas,
    }),
    received: () =>
      journal.records.map(({ at, name, verdict, rows, problems }) => ({
        at,
        name,
        verdict,
        rows,
        problems,
      })),
    findFile: (name) => {
      // Only names that arrived: a name from a URL must not reach another file.
      const known = journal.records.some((record) => record.name === name);
      return known && existsSync(path.join(files, name)) ? path.join(files, name) : null;
    },
    reset: async () => {
      journal.clear();
      seen.clear();
      categories = null;
      Object.assign(tally, { linhas: 0, repetidas: 0 });
      rmSync(files, { recursive: true, force: true });
      mkdirSync(files, { recursive: true });
      await faults.clear();
    },
    stop: () => door.close(),
  };
  return { access: { ...access, port: door.port }, partner };
}
