import { cleanText } from "@/lib/core/clean-text.ts";
import { LOG_LEVELS } from "@/lib/core/log-level.ts";
import { readNumber } from "../../../answer.ts";

/** `text`, `level` (one a parameter) and `task` of a search or download. */
export function readLogFilter(query: URLSearchParams) {
  const asked = query.getAll("level");
  return {
    text: cleanText(query.get("text") ?? "", 200) || undefined,
    levels: LOG_LEVELS.filter((level) => asked.includes(level)),
    taskId: readNumber(query, "task"),
  };
}
