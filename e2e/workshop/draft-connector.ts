import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

const TEMPLATES = path.join(import.meta.dirname, "templates");

/** What there are templates for: a transport, or a profile on one. */
export const DRAFTS: readonly string[] = readdirSync(TEMPLATES);

/** What is asked of whoever adds a partner. */
export interface NewConnector {
  /** Words with hyphens; folder, type and stand-in have it. */
  id: string;
  name: string;
  draft: string;
  /** The partner accepts later, and is asked. */
  twoPhase: boolean;
  /** Port of the stand-in, and place in the demo. */
  port: number;
  place: number;
}

/** The name of the declaration: "meu-parceiro" → meuParceiro. */
export const exportName = (id: string) =>
  id.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

/** The files to begin from, by their path in the repository. */
export function draftConnector(wanted: NewConnector): Map<string, string> {
  const folders = {
    partner: `lib/connectors/${wanted.id}`,
    "stand-in": `e2e/sandbox/${wanted.id}`,
  };
  return new Map(
    Object.entries(folders).flatMap(([part, folder]) => {
      const templates = path.join(TEMPLATES, wanted.draft, part);
      return readdirSync(templates).map((file): [string, string] => [
        `${folder}/${file.replace(/\.txt$/, "")}`,
        fillTemplate(readFileSync(path.join(templates, file), "utf8"), wanted),
      ]);
    }),
  );
}

function fillTemplate(text: string, wanted: NewConnector): string {
  return chooseLines(text, wanted.twoPhase)
    .replaceAll("__id__", wanted.id)
    .replaceAll("__camel__", exportName(wanted.id))
    .replaceAll("__Name__", wanted.name)
    .replaceAll("__port__", String(wanted.port))
    .replaceAll("__place__", String(wanted.place));
}

/** Keeps what stands between `//if two-phase`, `//else` and `//end` as it is wanted. */
function chooseLines(text: string, twoPhase: boolean): string {
  let kept = true;
  return text
    .split("\n")
    .filter((line) => {
      if (line === "//if two-phase") kept = twoPhase;
      else if (line === "//else") kept = !kept;
      else if (line === "//end") kept = true;
      else return kept;
      return false;
    })
    .join("\n");
}

/** The list of partners with one more line, in order. */
export function addPartner(list: string, id: string): string {
  const [head, ...lines] = list.trimEnd().split("\n");
  const line = `export { ${exportName(id)} } from "@/lib/connectors/${id}/index.ts";`;
  const idOf = (one: string) => /([\w-]+)\/\w+\.ts"/.exec(one)?.[1] ?? "";
  return `${[head, ...[...lines, line].sort((a, b) => (idOf(a) < idOf(b) ? -1 : 1))].join("\n")}\n`;
}
