import { readFileSync } from "node:fs";
import path from "node:path";

const GUIDE = path.resolve(import.meta.dirname, "../../docs/add-a-connector.md");

/** The files of the guide's example, by the path in their first line. */
export function readGuideExample(): Map<string, string> {
  const files = new Map<string, string>();
  for (const [, file = "", text = ""] of readFileSync(GUIDE, "utf8").matchAll(
    /^```ts\n\/\/ (\S+)\n([\s\S]*?)^```$/gm,
  ))
    files.set(file, text);
  return files;
}
