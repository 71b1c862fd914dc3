import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";

const root = path.resolve(import.meta.dirname, "..");

const HOUSE = ["app", "bench", "components", "db", "e2e", "lib", "instrumentation-node.ts"];

/**
 * Room → what it may import besides itself. The most specific prefix wins; what is not listed is
 * forbidden, and a file that stands in no room fails.
 */
const MAY_IMPORT: ReadonlyArray<[room: string, allowed: string[]]> = [
  ["lib/core", []],
  ["lib/env.ts", []],
  ["lib/secrets.ts", ["lib/core"]],
  ["lib/connectors/transports", ["lib/core", "lib/connectors/define.ts"]],
  ["lib/connectors", ["lib/core"]],
  ["db", ["lib/core"]],
  [
    "lib/engine",
    [
      "lib/core",
      "db",
      "lib/connectors/define.ts",
      "lib/connectors/settings.ts",
      "lib/connectors/transports",
      "lib/secrets.ts",
      "lib/env.ts",
    ],
  ],
  [
    "lib/multi-cv",
    [
      "lib/core",
      "db",
      "lib/engine",
      "lib/connectors/define.ts",
      "lib/connectors/settings.ts",
      "lib/connectors/transports",
    ],
  ],
  ["lib/multi-cv/words", ["lib/core"]],
  ["lib/metrics", ["db"]],
  ["lib/partners.ts", ["lib/connectors", "lib/multi-cv"]],
  ["lib/registry.ts", ["lib/connectors/define.ts", "lib/partners.ts"]],
  ["lib/csv", ["lib/core"]],
  ["lib/inbox", ["lib/core", "lib/csv", "db", "lib/engine", "lib/env.ts"]],
  ["lib/auth", ["lib/core", "db", "lib/env.ts"]],
  ["lib/auth.ts", ["lib/auth", "db/current-database.ts", "db/queries/now.ts"]],
  [
    "lib/admin",
    [
      "lib/core",
      "lib/csv",
      "db",
      "lib/engine",
      "lib/multi-cv",
      "lib/auth",
      "lib/connectors/define.ts",
      "lib/connectors/list-addressees.ts",
      "lib/connectors/settings.ts",
      "lib/registry.ts",
      "lib/secrets.ts",
      "lib/env.ts",
    ],
  ],
  ["lib/launch", ["db", "lib/engine", "lib/auth", "lib/env.ts"]],
  ["components", ["lib/core", "lib/multi-cv/words"]],
  [
    "app",
    [
      "lib/core",
      "lib/multi-cv/words",
      "lib/admin",
      "lib/inbox",
      "lib/auth",
      "lib/auth.ts",
      "lib/metrics",
      "lib/engine/listen.ts",
      "lib/env.ts",
      "components",
      "db/current-database.ts",
      "db/queries/reach-database.ts",
      "db/queries/now.ts",
      "lib/connectors/define.ts",
      "lib/connectors/settings.ts",
    ],
  ],
  ["proxy.ts", ["lib/auth"]],
  ["instrumentation.ts", ["instrumentation-node.ts"]],
  ["instrumentation-node.ts", HOUSE],
  // Benchmarks, browser tests and stand-ins see everything; nothing in the house sees them.
  ["bench", HOUSE],
  ["e2e", HOUSE],
  ["drizzle.config.ts", []],
  ["next.config.ts", []],
  ["playwright.config.ts", []],
  ["postcss.config.mjs", []],
  ["vitest.config.ts", []],
];

/** Rooms of one folder: imports are relative within one, and `@/` from one to another. */
function styleRoomOf(file: string): string {
  const [first, second] = file.split("/");
  if (first === "lib") return file.split("/").length > 2 ? `lib/${second}` : "lib";
  return first!;
}

interface Import {
  from: string;
  to: string;
  /** As written. */
  target: string;
  typeOnly: boolean;
}

const SKIPPED = new Set(["node_modules", "drizzle", "public", "docs"]);

/** Every source of a folder; of the whole house without one. Hidden and generated folders stay out. */
function listSources(folder = ""): string[] {
  return readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const file = path.posix.join(folder, entry.name);
    if (entry.name.startsWith(".") || SKIPPED.has(file)) return [];
    if (entry.isDirectory()) return listSources(file);
    return entry.isFile() && /(?<!\.d)\.(tsx?|mjs)$/.test(file) ? [file] : [];
  });
}

const isTest = (file: string) => /\.test\.tsx?$/.test(file);

function readImports(file: string): Import[] {
  const text = readFileSync(path.join(root, file), "utf8");
  const found: Import[] = [];
  for (const match of text.matchAll(
    /(?:^|\n)\s*(?:import|export)\s+(type\s+)?(?:[^"';]*?\sfrom\s+)?"([^"]+)"|import\("([^"]+)"\)/g,
  )) {
    const target = match[2] ?? match[3] ?? "";
    const to = target.startsWith("@/")
      ? target.slice(2)
      : target.startsWith(".")
        ? path.join(path.dirname(file), target)
        : "";
    if (to) found.push({ from: file, to, target, typeOnly: Boolean(match[1]) });
  }
  return found;
}

const within = (file: string, room: string) => file === room || file.startsWith(`${room}/`);
const roomOf = (file: string) =>
  MAY_IMPORT.filter(([room]) => within(file, room)).sort((a, b) => b[0].length - a[0].length)[0];

const sources = listSources();
const written = sources.flatMap(readImports);
const imports = written.filter(({ from }) => !isTest(from));
const name = ({ from, target }: Import) => `${from} → ${target}`;

describe("the house", () => {
  test("every file stands in a room", () => {
    expect(sources.filter((file) => !isTest(file) && !roomOf(file))).toEqual([]);
    const empty = MAY_IMPORT.filter(([room]) => !sources.some((file) => within(file, room)));
    expect(empty.map(([room]) => room)).toEqual([]);
    expect(new Set(MAY_IMPORT.map(([room]) => room)).size).toBe(MAY_IMPORT.length);
  });

  test("imports flow one way", () => {
    const wrong = imports.filter(({ from, to, typeOnly }) => {
      const [room, allowed] = roomOf(from) ?? ["", []];
      if (room === "components" && typeOnly && within(to, "lib/admin")) return false;
      return !within(to, room) && !allowed.some((place) => within(to, place));
    });
    expect(wrong.map(name)).toEqual([]);
  });

  test("no two rooms may import each other", () => {
    const inHouse = MAY_IMPORT.filter(([, allowed]) => allowed !== HOUSE);
    const circles = inHouse.flatMap(([room, allowed]) =>
      inHouse
        .filter(
          ([other, back]) =>
            other !== room &&
            allowed.some((place) => within(other, place)) &&
            back.some((place) => within(room, place)),
        )
        .map(([other]) => `${room} ⇄ ${other}`),
    );
    expect(circles).toEqual([]);
  });

  test("imports are relative within a room, @/ across rooms, and name their extension", () => {
    const wrong = written.filter(
      ({ from, to, target }) =>
        !/\.(tsx?|mjs|css|json)$/.test(target) ||
        // The files at the top have no room: all that they import is relative.
        target.startsWith(".") !== (!from.includes("/") || styleRoomOf(from) === styleRoomOf(to)),
    );
    expect(wrong.map(name)).toEqual([]);
  });

  test("the walk saw the house it judges", () => {
    expect(imports.length).toBeGreaterThan(2000);
    expect(imports.some(({ from, to }) => within(from, "lib/admin") && within(to, "db"))).toBe(
      true,
    );
  });

  test("no partner knows another, and in the house only their list knows them", () => {
    const partnerOf = (file: string) => /^lib\/connectors\/([a-z0-9-]+)\//.exec(file)?.[1];
    const shared = new Set(["transports", "formats", "profiles", "conformance"]);
    const wrong = imports.filter(({ from, to }) => {
      const partner = partnerOf(to);
      return (
        partner &&
        !shared.has(partner) &&
        !within(from, "bench") &&
        from !== "lib/partners.ts" &&
        partnerOf(from) !== partner
      );
    });
    expect(wrong.map(name)).toEqual([]);
  });

  test("pages hold no SQL and connectors reach for nothing by themselves", () => {
    const offenders = [...listSources("app"), ...listSources("components")].filter((file) =>
      /drizzle-orm|from "postgres"/.test(readFileSync(path.join(root, file), "utf8")),
    );
    const reaching = listSources("lib/connectors").filter(
      (file) =>
        !isTest(file) &&
        !file.includes("/transports/") &&
        /\bDate\.now\(|new Date\(\)|\bfetch\(|process\.env/.test(
          readFileSync(path.join(root, file), "utf8"),
        ),
    );
    expect([...offenders, ...reaching]).toEqual([]);
  });

  test("nothing is decided by this machine's clock where people and callers come in", () => {
    const SHOWN_OR_REMEMBERED = [
      "lib/admin/files/stream-zip.ts",
      "lib/admin/integrations/remember-count.ts",
      "lib/inbox/webhooks/find-caller.ts",
      "lib/inbox/webhooks/receive-webhook.ts",
    ];
    const guessing = ["lib/admin", "lib/auth", "lib/inbox", "app/(auth)"]
      .flatMap((room) => listSources(room))
      .concat("lib/auth.ts")
      .filter(
        (file) =>
          !isTest(file) &&
          /\bDate\.now\(|new Date\(\)/.test(readFileSync(path.join(root, file), "utf8")),
      );
    expect(guessing).toEqual(SHOWN_OR_REMEMBERED);
  });

  test("core names no flow", () => {
    const named = listSources("lib/core").filter((file) =>
      /multi-?cv/i.test(file + readFileSync(path.join(root, file), "utf8")),
    );
    expect(named).toEqual([]);
  });

  test("no file explains nothing by its name", () => {
    const vague = imports
      .map(({ from }) => from)
      .filter(
        (file) =>
          /(^|\/)(utils?|helpers?|misc|common|stuff|index)\.tsx?$/.test(file) &&
          !/^lib\/connectors\/[^/]+\/index\.ts$/.test(file),
      );
    expect(vague).toEqual([]);
    expect(statSync(path.join(root, "lib/core")).isDirectory()).toBe(true);
  });
});
