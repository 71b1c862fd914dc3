import { z } from "zod";
import type { Connector } from "@/lib/connectors/define.ts";
import { refuseSetting } from "@/lib/connectors/settings.ts";
import { placeKey } from "@/lib/core/setting-place.ts";

/** Values by the key of the setting; those of a branch by key and number, "loja.1". */
const shape = z.record(z.string(), z.string());

type Read = { right: true; values: Record<string, string> } | { right: false; wrong: string[] };

/** The settings of a registration, or every sentence with which its form would refuse them. */
export function readSettings(
  { settings }: Connector,
  json: string,
  branches: ReadonlyArray<{ id: number }>,
): Read {
  const given = shape.safeParse(parseJson(json));
  // Neither the parser's words nor the values: the file holds passwords.
  if (!given.success) return { right: false, wrong: ["The settings are an object of texts."] };
  const places = settings.flatMap((spec) =>
    spec.perBranch
      ? branches.map(({ id }) => ({ spec, place: placeKey({ key: spec.key, branchId: id }) }))
      : [{ spec, place: spec.key }],
  );
  const known = new Set<string>(places.map(({ place }) => place));
  const wrong = [
    ...Object.keys(given.data)
      .filter((key) => !known.has(key))
      .map((key) => `“${key}” is no setting; there are ${[...known].join(", ")}.`),
    ...places.flatMap(({ spec, place }) => {
      const sentence = refuseSetting(spec, given.data[place] ?? spec.defaultValue);
      return sentence === null ? [] : [`${place}: ${sentence}`];
    }),
  ];
  return wrong.length > 0 ? { right: false, wrong } : { right: true, values: given.data };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
