import { globSync, readFileSync } from "node:fs";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "../..");

/** A route of the application as its file tells it. */
export interface RouteDoor {
  file: string;
  /** `/api/integrations/[id]/logs` */
  address: string;
  methods: string[];
  /** Names in the path, such as `id`. */
  places: string[];
  /** Names that the route asks the query for, besides a list's own. */
  questions: string[];
}

/** An action that a browser can call with whatever it likes. */
interface ActionDoor {
  file: string;
  name: string;
}

/** All routes, from the folder: a new one is in it by being there. */
export function listRoutes(): RouteDoor[] {
  return globSync("app/**/route.ts", { cwd: root })
    .toSorted()
    .map((file) => {
      const text = readFileSync(path.join(root, file), "utf8");
      const address = `/${path.dirname(file).split("/").slice(1).join("/")}`;
      return {
        file: path.join(root, file),
        address,
        methods: [
          ...text.matchAll(/export (?:async )?function (GET|POST|PUT|PATCH|DELETE)\b/g),
        ].map(([, method = ""]) => method),
        places: [...address.matchAll(/\[(\w+)\]/g)].map(([, place = ""]) => place),
        questions: [...text.matchAll(/(?:\.get(?:All)?\(|readNumber\([^"]*)"([a-z][\w-]*)"/g)].map(
          ([, question = ""]) => question,
        ),
      };
    });
}

/** All server actions, from the files that say `use server`. */
export function listActions(): ActionDoor[] {
  return globSync("{app,components,lib}/**/*.{ts,tsx}", { cwd: root })
    .toSorted()
    .flatMap((file) => {
      const text = readFileSync(path.join(root, file), "utf8");
      if (!/^\s*["']use server["']/m.test(text)) return [];
      return [...text.matchAll(/^export (?:const|async function) (\w+)/gm)].map(
        ([, name = ""]) => ({ file: path.join(root, file), name }),
      );
    });
}

/** All lists that the server pages by name, as their route names them. */
export function listLists(): string[] {
  const text = readFileSync(path.join(root, "app/api/lists/[list]/route.ts"), "utf8");
  const table = /const LISTS[\s\S]*?= \{\n([\s\S]*?)\n\};/.exec(text)?.[1] ?? "";
  return [...table.matchAll(/^ {2}"?([\w-]+)"?:/gm)].map(([, name = ""]) => name);
}

/** Every column that an address may sort or filter a list by. */
export function listColumnIds(): string[] {
  const text = readFileSync(path.join(root, "lib/core/list-columns.ts"), "utf8");
  return [...new Set([...text.matchAll(/"([a-z][a-zA-Z]*)"/g)].map(([, id = ""]) => id))];
}
