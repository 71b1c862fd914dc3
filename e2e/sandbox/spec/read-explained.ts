import { readFileSync } from "node:fs";
import type { FieldsOfAnswers } from "./report-fields.ts";

const NOTES = new URL("../../../lib/multi-cv/NOTES.md", import.meta.url);
const HEADING = "In no publication and no capture";

/** The fields that NOTES.md explains, by endpoint and under "*" for all: read although nobody showed them. */
export function readExplained(text = readFileSync(NOTES, "utf8")): FieldsOfAnswers {
  const section = text.split(`\n## ${HEADING}\n`)[1]?.split("\n## ")[0] ?? "";
  const explained: Record<string, string[]> = {};
  for (const row of section.split("\n")) {
    const [, endpoints = "", fields = ""] = row.split("|");
    for (const endpoint of listQuoted(endpoints))
      explained[endpoint] = [...(explained[endpoint] ?? []), ...listQuoted(fields)];
  }
  return explained;
}

const listQuoted = (cell: string) => [...cell.matchAll(/`([^`]+)`/g)].map(([, text = ""]) => text);
