import { measureDepth } from "@/lib/core/clean-text.ts";

const MOST_ARGUMENTS = 10;
const MOST_DEPTH = 100;

/** What React writes for values that JSON has no word for; the rest of such texts points to other parts. */
const VALUE = /^\$(?:\$|undefined$|NaN$|-?Infinity$|-0$|n-?\d+$|D\d{4}-\d\d-\d\dT)/;

/**
 * Whether the body of an action's call is a list of arguments. What is none would end as a fault of
 * ours inside the framework, before any action could answer it.
 */
export async function isArgumentList(request: Request): Promise<boolean> {
  const type = request.headers.get("content-type") ?? "";
  if (!type.startsWith("multipart/form-data")) {
    const list = parseList(await request.text());
    return list !== null && pointsInside(list, list);
  }
  const form = await readForm(request);
  const first = form?.get("0");
  return typeof first === "string" && parseList(first) !== null && hasReadableParts(form!);
}

async function readForm(request: Request): Promise<FormData | null> {
  try {
    return await request.formData();
  } catch {
    // Not a form, whatever its type says: the answer is the caller's to give.
    return null;
  }
}

/** Numbered parts hold JSON or a file; fields of a form have a name behind their number. */
function hasReadableParts(form: FormData): boolean {
  return [...form].every(
    ([name, value]) => typeof value !== "string" || !/^\d+$/.test(name) || isJson(value),
  );
}

function isJson(text: string): boolean {
  if (measureDepth(text) > MOST_DEPTH) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function parseList(text: string): unknown[] | null {
  if (!isJson(text)) return null;
  const found: unknown = JSON.parse(text);
  return Array.isArray(found) && found.length <= MOST_ARGUMENTS ? found : null;
}

/** A body of one part can point to itself only: `$0:1:name` is the name of its second argument. */
function pointsInside(value: unknown, root: unknown): boolean {
  if (typeof value === "string")
    return !value.startsWith("$") || VALUE.test(value) || isPlace(value, root);
  if (typeof value !== "object" || value === null) return true;
  return Object.values(value).every((item) => pointsInside(item, root));
}

function isPlace(text: string, root: unknown): boolean {
  const [id, ...names] = text.slice(1).split(":");
  if (id !== "0" || names.length === 0) return false;
  let found: unknown = root;
  for (const name of names) {
    if (typeof found !== "object" || found === null || !Object.hasOwn(found, name)) return false;
    found = (found as Record<string, unknown>)[name];
  }
  return true;
}
