import path from "node:path/posix";
import { PartnerError } from "@/lib/core/errors.ts";
import { redactText } from "@/lib/core/redact.ts";
import type { TransportOptions } from "./options.ts";

/** The most that `get` brings into memory. */
export const MAX_GET_BYTES = 20_000_000;

/** How a session of FTP or SFTP runs each of its operations. */
export interface OperationRunner {
  /** Runs one operation, turns its failure into a PartnerError and writes its log line. */
  <Result>(what: string, work: () => Promise<Result>): Promise<Result>;
}

/** Builds the runner of one session. `describe` judges what the library threw; `seen` names bytes for the log line. */
export function runOperations(
  options: TransportOptions,
  place: string,
  describe: (error: unknown) => PartnerError,
): OperationRunner {
  return async (what, work) => {
    const started = performance.now();
    const note = (outcome: string) =>
      `${place} ${redactText(what, options.secrets)} → ${outcome} em ${Math.round(performance.now() - started)} ms`;
    options.signal.throwIfAborted();
    try {
      const result = await work();
      options.log("info", note("ok"));
      return result;
    } catch (error) {
      options.signal.throwIfAborted();
      const failure = error instanceof PartnerError ? error : describe(error);
      options.log("warn", note(`falha (${failure.detail})`));
      throw failure;
    }
  };
}

/** Paths go into commands of a line-based protocol. */
export function checkPath(file: string): string {
  if (file === "" || /[\u0000-\u001f\u007f]/.test(file))
    throw new PartnerError(
      "settings",
      "O caminho no servidor do parceiro está vazio ou tem caracteres inválidos. Corrija-o em Configurações.",
    );
  return file;
}

/**
 * The temporary file was there a moment ago: another sender of the same file, or the partner
 * itself, took it. Nothing was refused, and sending again does no harm.
 */
export function takenAway(file: string, where: string, cause: unknown): PartnerError {
  return new PartnerError(
    "uncertain",
    `O arquivo temporário de ${path.basename(file)} não estava mais em ${where} ao concluir o envio.`,
    { cause },
  );
}

/** Passes chunks on, counting them, and remembers when it was the source and not the line that failed. */
export class WatchedSource {
  bytes = 0;
  failure: { error: unknown } | null = null;

  async *read(content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    try {
      for await (const chunk of content) {
        this.bytes += chunk.length;
        yield chunk;
      }
    } catch (error) {
      this.failure = { error };
      throw error;
    }
  }
}
