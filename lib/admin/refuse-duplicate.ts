import { Refusal } from "./define-use-case.ts";
import { readDatabaseError } from "@/lib/core/read-database-error.ts";

/** What to say when a unique constraint holds: the field it concerns, and its sentence. */
export type DuplicateSentences = Readonly<Record<string, { field: string; message: string }>>;

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
