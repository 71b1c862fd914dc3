import { parseJson } from "@/lib/connectors/transports/parse-json.ts";
import type { HttpResponse } from "@/lib/connectors/transports/types.ts";
import { changeLeaves, changeTexts, nest } from "./hostile-json.ts";

/** What becomes of a partner's right answer. */
export type Spoil = (text: string) => string;

/** JSON with its values changed; of anything else the text itself is. */
const inJson =
  (change: (value: unknown) => unknown): Spoil =>
  (text) => {
    try {
      return JSON.stringify(change(JSON.parse(text)));
    } catch {
      return String(change(text));
    }
  };
const leaf = (value: unknown) => inJson((answer) => changeLeaves(answer, value));

/** Every way in which answers are spoiled. */
export const SPOILS: ReadonlyArray<readonly [what: string, spoil: Spoil]> = [
  [
    "a NUL and half a character in every text",
    inJson((answer) => changeTexts(answer, (own) => `${own}\u0000\ud800`)),
  ],
  [
    "a very long text in every text",
    inJson((answer) => changeTexts(answer, (own) => own + "x".repeat(5_000))),
  ],
  ["null in every place", leaf(null)],
  ["an object in every place", leaf({})],
  ["a list in every place", leaf([])],
  ["a number that is none of ours in every place", leaf(-1e300)],
  ["a day of the year 0 in every place", leaf("0000-01-01")],
  ["a name of every object in every place", leaf("__proto__")],
  ["true in every place", leaf(true)],
  ["something deep in every place", leaf(nest(60))],
  ["nothing", () => ""],
  ["null", () => "null"],
  ["an empty list", () => "[]"],
  ["a list of nothing", () => "[null]"],
  ["an empty object", () => "{}"],
  ["a word", () => '"ok"'],
  ["brackets without end", () => "[".repeat(100_000)],
  ["brackets of 100,000 levels", () => "[".repeat(100_000) + "]".repeat(100_000)],
];

/** An answer as it came but for its content. */
export function spoilResponse(response: HttpResponse, spoil: Spoil): HttpResponse {
  const text = spoil(response.text);
  const bytes = Buffer.from(text);
  return { ...response, text, bytes, json: () => parseJson(text, "parceiro.test") };
}
