import { Refusal } from "./define-use-case.ts";

/** What to say when a unique constraint holds: the field it concerns, and its sentence. */
export type DuplicateSentences = Readonly<Record<string, { field: string; message: string }>>;

/** The database's error under whatever wraps it: its code and the constraint it names. */
export function readDatabaseError(error: unknown): { code: string; constraint: string } | null {
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    if ("code" in cause && typeof cause.code === "string" && /^[0-9A-Z]{5}$/.test(cause.code)) {
      return {
        code: cause.code,
        constraint: "constraint_name" in cause ? String(cause.constraint_name) : "",
      };
    }
  }
  return null;
}

/** Runs a write; a uniqueness that the database refused becomes a sentence beside its field. */
export async function refuseDuplicate<Value>(
  sentences: DuplicateSentences,
  write: () => Promise<Value>,
): Promise<Value> {
  try {
    return await write();
  } catch (error) {
    const refused = readDatabaseError(error);
    const sentence = refused?.code === "23505" ? sentences[refused.constraint] : undefined;
    if (!sentence) throw error;
    throw new Refusal({
      kind: "conflict",
      message: sentence.message,
      fields: { [sentence.field]: sentence.message },
    });
  }
}
