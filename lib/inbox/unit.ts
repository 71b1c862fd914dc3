import type { Reading } from "./document.ts";

/** A piece of an uploaded file whose outcome is committed at once: a zip entry, an XML, a document of a CSV. */
export interface Unit {
  /** What the person is told: the name inside the zip, or the line. */
  place: string;
  /** Bytes of the upload that are behind us once this unit is done. */
  bytesRead: number;
  /** Of a CSV: the names of its columns and the lines of this unit, as they stand in the file. */
  source?: { head: string; lines: string };
  read(): Promise<Reading[]>;
}

/** The whole upload cannot be read. The message is the sentence for the person. */
export class UnreadableUpload extends Error {
  constructor(message: string) {
    super(message);
    this.name = "UnreadableUpload";
  }
}
