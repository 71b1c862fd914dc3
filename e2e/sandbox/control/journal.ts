import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
} from "node:fs";
import path from "node:path";

/** An append-only list of records, one JSON a line, read back after a restart; in memory alone without a file. */
export interface Journal<T> {
  records: readonly T[];
  append(record: T): void;
  clear(): void;
}

/** Opens a journal. A last line cut by a crash is left out; any other unreadable line is an error. */
export function openJournal<T>(file: string | null): Journal<T> {
  const records: T[] = [];
  if (file && existsSync(file)) {
    const lines = readFileSync(file, "utf8").split("\n");
    const cut = lines.pop() ?? "";
    for (const line of lines) records.push(JSON.parse(line) as T);
    // Whatever follows must not continue the broken line.
    if (cut) truncateSync(file, statSync(file).size - Buffer.byteLength(cut));
  }
  if (file) mkdirSync(path.dirname(file), { recursive: true });
  return {
    records,
    append(record) {
      // Written before the partner answers: what it acknowledged must survive a kill.
      if (file) appendFileSync(file, `${JSON.stringify(record)}\n`);
      records.push(record);
    },
    clear() {
      records.length = 0;
      if (file) rmSync(file, { force: true });
    },
  };
}
