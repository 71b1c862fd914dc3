import yauzl from "yauzl";
import type { Operation, Rejection, StoredFile } from "@/lib/connectors/define.ts";
import { PartnerError } from "@/lib/core/errors.ts";
import { listPhrases, maskPhrases } from "@/lib/core/mask-phrases.ts";

/** Above this a file is not read once more for the sake of its partner's words. */
const MOST_BYTES = 32_000_000;
const TOO_MUCH =
  "(a resposta do parceiro não é exibida: o arquivo tem dados pessoais e é grande demais para separá-los)";

/**
 * Partners quote what they were sent, and files of some operations tell about people: while the talk is of such a
 * file, what it says of anybody by name is masked in whatever is written down. Numbers and addresses go by their
 * shape (see `redactText`); names have none, which is why the file itself must tell them.
 */
export class EchoMask {
  /** null = the file tells of people, and nobody knows of whom. */
  #phrases: ReadonlySet<string> | null = new Set();

  /** Works on a file with the mask on; a failure's own words are masked too. */
  async during<Result>(
    operation: Pick<Operation, "personal">,
    file: StoredFile,
    work: () => Promise<Result>,
  ): Promise<Result> {
    if (operation.personal === undefined) return work();
    this.#phrases = await readPhrases(file);
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof PartnerError)) throw error;
      throw new PartnerError(error.kind, this.quote(error.detail), {
        cause: error.cause,
        settings: error.settings,
        ...(error.retryAfterSeconds === undefined
          ? {}
          : { retryAfterSeconds: error.retryAfterSeconds }),
      });
    } finally {
      this.#phrases = new Set();
    }
  }

  /** Our own sentence, which may hold a partner's word. */
  say(text: string): string {
    return maskPhrases(text, this.#phrases ?? new Set());
  }

  /** The partner's words. */
  quote(text: string): string {
    return this.#phrases === null ? TOO_MUCH : maskPhrases(text, this.#phrases);
  }

  quoteDetails(details: Record<string, unknown> | undefined): Record<string, unknown> | undefined {
    return (
      details &&
      Object.fromEntries(
        Object.entries(details).map(([name, value]) => [
          name,
          typeof value === "string" ? this.quote(value) : value,
        ]),
      )
    );
  }

  quoteRejections<Answer extends object>(
    answer: Answer & { rejections?: Rejection[]; detail?: string },
  ): Answer {
    return {
      ...answer,
      ...(answer.rejections
        ? {
            rejections: answer.rejections.map((one) => ({
              ...one,
              message: this.quote(one.message),
            })),
          }
        : {}),
      ...(answer.detail === undefined ? {} : { detail: this.quote(answer.detail) }),
    };
  }
}

async function readPhrases(file: StoredFile): Promise<ReadonlySet<string> | null> {
  if (file.bytes > MOST_BYTES) return null;
  const chunks: Uint8Array[] = [];
  for await (const chunk of file.open()) chunks.push(chunk);
  const bytes = Buffer.concat(chunks);
  if (file.contentType !== "application/zip")
    return listPhrases(
      new TextDecoder(/charset=([\w-]+)/i.exec(file.contentType)?.[1] ?? "utf-8").decode(bytes),
    );
  return readZipPhrases(bytes);
}

/** Our own zip, so that its sizes can be believed. */
async function readZipPhrases(bytes: Buffer): Promise<ReadonlySet<string> | null> {
  const zip = await yauzl.fromBufferPromise(bytes, { lazyEntries: true });
  const phrases = new Set<string>();
  let unpacked = 0;
  for await (const entry of zip.eachEntry()) {
    unpacked += entry.uncompressedSize;
    if (unpacked > MOST_BYTES) return null;
    const content: Buffer[] = [];
    for await (const chunk of await zip.openReadStreamPromise(entry)) content.push(chunk as Buffer);
    for (const phrase of listPhrases(Buffer.concat(content).toString("utf8"))) phrases.add(phrase);
  }
  return phrases;
}
