/** Texts that somebody somewhere stumbled over; each is thrown at every door as it stands. */
const LISTED: readonly string[] = [
  "",
  " ",
  // What a database, a log or a terminal cannot hold or would obey.
  "\u0000",
  "a\u0000b",
  "\ud800",
  "\udc00x",
  "ok\ud83d",
  "\u001b[31mvermelho\u001b[0m",
  "\r\nSet-Cookie: a=b",
  "\u202eoãçuser\u202c",
  "\u2028\u2029",
  "\ufeff\u200b\u00ad",
  "\u007f\u0085\u009f",
  // What is written in one language and read in another.
  "' or 1=1 --",
  "$$;drop table people;--",
  "{1,2}",
  '{"a":1}',
  "\\",
  "\\u0000",
  "%00",
  "%ff",
  "%",
  "_",
  "<script>alert(1)</script>",
  "</textarea><img src=x onerror=alert(1)>",
  "${7*7}{{7*7}}",
  "=cmd|' /C calc'!A0",
  "+55\t\n",
  "../../etc/passwd",
  "http://169.254.169.254/",
  "constructor",
  "__proto__",
  "toString",
  // What looks like a number or a day.
  "0",
  "-1",
  "NaN",
  "Infinity",
  "1e999",
  "0x1F",
  "9".repeat(40),
  "99999999999999999999999,99",
  "0000-01-01",
  "0000-00-00",
  "2026-02-30",
  "9999-12-31",
  "99999-12-31",
  "00/00/0000",
  "01/01/0000",
  // What grows when it is folded, counted or repeated.
  "İıſßΐ",
  "ﬃ",
  "😀".repeat(200),
  `e${"\u0301".repeat(500)}`,
  "x".repeat(20_000),
  " ".repeat(5_000),
];

const PIECES = [
  "\u0000",
  "\ud800",
  "\udfff",
  "\u0001",
  "\u009b",
  "\u2028",
  "\u202e",
  "\\u0000",
  "'",
  '"',
  "\\",
  "%",
  "\n",
  ";",
  "ã",
  "😀",
  "0",
  "a",
  "/",
  "=",
];

/** Numbers that look drawn by chance and are the same in every run. */
function makeDrawer(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state % below;
  };
}

/** Mixtures of what hurts, of 1 to 12 pieces. */
function makeMixtures(count: number): string[] {
  const draw = makeDrawer(20_261_129);
  return Array.from({ length: count }, () =>
    Array.from({ length: 1 + draw(12) }, () => PIECES[draw(PIECES.length)]).join(""),
  );
}

/** The corpus of texts: listed ones, and mixtures of them. */
export const HOSTILE_TEXTS: readonly string[] = [...LISTED, ...makeMixtures(24)];

/** A few that stand for all, where each costs a run of its own. */
export const WORST_TEXTS: readonly string[] = [
  "a\u0000b",
  "\ud800\u0000",
  "\u001b[2J\u202e",
  "0000-01-01",
  "9".repeat(400),
  "x".repeat(20_000),
  "__proto__",
];
