// How the code reads, in numbers; `npm run check` prints them and fails where one is past its limit.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { root } from "./install.mjs";

/** Subjects are judged from the commit that formatted everything: what came before stays as it is. */
const SUBJECTS_FROM = "de973a1d79a0dac798627943f330a7f87f4ce04f";
const LONGEST_SUBJECT = 72;
const LONG_LINE = 120;
const LONG_FILE = 300;
/** A longer file says why within its first lines. */
const REASON = /\bLong because\b/;
const HEAD_LINES = 10;

/** Lines that git prints; null when git does not answer or the commit is not here. */
function askGit(...args) {
  const { status, stdout } = spawnSync("git", args, { cwd: root, encoding: "utf8" });
  return status === 0 ? stdout.split("\n").filter(Boolean) : null;
}

const IS_TEST = /\.(test|spec)\.tsx?$/;

function readSources() {
  const files = askGit("ls-files", "*.ts", "*.tsx", "*.mjs") ?? [];
  return files.map((file) => ({
    file,
    lines: readFileSync(path.join(root, file), "utf8").trimEnd().split("\n"),
  }));
}

/** Measures the sources; each row says what was found, its limit and which places are past it. */
export function measureHouse() {
  const sources = readSources();
  const lines = sources.flatMap(({ lines }) => lines);
  const characters = lines.reduce((sum, line) => sum + line.length, 0);
  const above = lines.filter((line) => line.length > LONG_LINE).length;
  const longFiles = sources.filter(
    // A test file is one list of cases, however long.
    ({ file, lines }) =>
      !IS_TEST.test(file) &&
      lines.length > LONG_FILE &&
      !REASON.test(lines.slice(0, HEAD_LINES).join("\n")),
  );
  const subjects = askGit("log", "--format=%s", `${SUBJECTS_FROM}..HEAD`);
  const longSubjects = (subjects ?? []).filter((subject) => subject.length > LONGEST_SUBJECT);
  return [
    row("characters a line", characters / Math.max(1, lines.length), 36),
    row(`% of lines above ${LONG_LINE}`, (100 * above) / Math.max(1, lines.length), 1),
    row(
      `files above ${LONG_FILE} lines without a reason`,
      longFiles.length,
      0,
      longFiles.map(({ file, lines }) => `${file} (${lines.length})`),
    ),
    subjects === null
      ? row("subjects: their commits are not in this copy", 0, 0)
      : row(`commit subjects above ${LONGEST_SUBJECT}`, longSubjects.length, 0, longSubjects),
  ];
}

function row(name, found, limit, places = []) {
  return { name, found: Math.round(found * 100) / 100, limit, ok: found <= limit, places };
}

/** Prints the table; true when every row is within its limit. */
export function printHouse() {
  const rows = measureHouse();
  for (const { name, found, limit, ok, places } of rows) {
    console.log(
      `${ok ? " " : "!"} ${name.padEnd(46)} ${String(found).padStart(6)}  at most ${limit}`,
    );
    for (const place of places) console.log(`    ${place}`);
  }
  return rows.every(({ ok }) => ok);
}
