import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";

const root = path.resolve(import.meta.dirname, "..");

/** Room → rooms it may import from. The most specific prefix wins; what is not listed is forbidden. */
const MAY_IMPORT: ReadonlyArray<[room: string, allowed: string[]]> = [
  ["lib/core", ["lib/core"]],
  [
    "lib/connectors/transports",
    ["lib/core", "lib/connectors/define.ts", "lib/connectors/transports"],
  ],
  ["lib/connectors", ["lib/core", "lib/connectors"]],
  ["db", ["lib/core", "db"]],
  [
    "lib/engine",
    [
      "lib/core",
      "db",
      "lib/engine",
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
      "lib/multi-cv",
      "lib/connectors/define.ts",
      "lib/connectors/settings.ts",
      "lib/connectors/transports",
      "lib/secrets.ts",
      "lib/env.ts",
    ],
  ],
  ["lib/metrics", ["db", "lib/metrics"]],
  [
    "lib/multi-cv",
    ["lib/core", "db", "lib/engine", "lib/connectors", "lib/multi-cv", "lib/secrets.ts"],
  ],
  ["lib/registry.ts", ["lib/core", "lib/connectors", "lib/multi-cv"]],
  ["lib/inbox", ["lib/core", "db", "lib/engine", "lib/inbox", "lib/env.ts"]],
  [
    "lib/auth",
    ["lib/core", "db", "lib/auth", "lib/auth.ts", "lib/env.ts", "lib/admin/define-use-case.ts"],
  ],
  [
    "lib/admin",
    [
      "lib/core",
      "db",
      "lib/engine",
      "lib/multi-cv",
      "lib/admin",
      "lib/inbox",
      "lib/auth",
      "lib/connectors/define.ts",
      "lib/connectors/settings.ts",
      "lib/registry.ts",
      "lib/secrets.ts",
      "lib/env.ts",
    ],
  ],
  ["components", ["lib/core", "components"]],
  [
    "app",
    [
      "lib/core",
      "lib/admin",
      "lib/inbox",
      "lib/auth",
      "lib/auth.ts",
      "lib/metrics",
      "lib/engine/listen.ts",
      "lib/env.ts",
      "components",
      "app",
      "db/current-database.ts",
      "db/queries/reach-database.ts",
      "lib/connectors/define.ts",
      "lib/connectors/settings.ts",
    ],
  ],
];

interface Import {
  from: string;
  to: string;
  typeOnly: boolean;
}

function listSources(folder: string): string[] {
  return readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
    .filter((file) => !/\.test\.tsx?$/.test(file));
}

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
    if (to) found.push({ from: file, to, typeOnly: Boolean(match[1]) });
  }
  return found;
}

const within = (file: string, room: string) => file === room || file.startsWith(`${room}/`);
const roomOf = (file: string) =>
  MAY_IMPORT.filter(([room]) => within(file, room)).sort((a, b) => b[0].length - a[0].length)[0];

const imports = ["app", "components", "db", "lib"].flatMap(listSources).flatMap(readImports);

describe("the house", () => {
  test("imports flow one way", () => {
    const wrong = imports.filter(({ from, to, typeOnly }) => {
      const room = roomOf(from);
      if (!room) return false;
      if (room[0] === "components" && typeOnly && within(to, "lib/admin")) return false;
      return !room[1].some((allowed) => within(to, allowed));
    });
    expect(wrong.map(({ from, to }) => `${from} → ${to}`)).toEqual([]);
  });

  test("the walk saw the house it judges", () => {
    expect(imports.length).toBeGreaterThan(200);
    expect(imports.some(({ from, to }) => within(from, "lib/admin") && within(to, "db"))).toBe(
      true,
    );
  });

  test("no partner knows another, and only the registry knows them all", () => {
    const partnerOf = (file: string) => /^lib\/connectors\/([a-z0-9-]+)\//.exec(file)?.[1];
    const shared = new Set(["transports", "formats", "profiles", "conformance"]);
    const wrong = imports.filter(({ from, to }) => {
      const partner = partnerOf(to);
      return (
        partner && !shared.has(partner) && from !== "lib/registry.ts" && partnerOf(from) !== partner
      );
    });
    expect(wrong.map(({ from, to }) => `${from} → ${to}`)).toEqual([]);
  });

  test("pages hold no SQL and connectors reach for nothing by themselves", () => {
    const offenders = [...listSources("app"), ...listSources("components")].filter((file) =>
      /drizzle-orm|from "postgres"/.test(readFileSync(path.join(root, file), "utf8")),
    );
    const reaching = listSources("lib/connectors").filter(
      (file) =>
        !file.includes("/transports/") &&
        /\bDate\.now\(|new Date\(\)|\bfetch\(|process\.env/.test(
          readFileSync(path.join(root, file), "utf8"),
        ),
    );
    expect([...offenders, ...reaching]).toEqual([]);
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
