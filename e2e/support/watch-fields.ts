import { randomUUID } from "node:crypto";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, expect } from "vitest";
import type { createHttp } from "@/lib/connectors/transports/http.ts";
import type { HttpTransport } from "@/lib/connectors/transports/types.ts";
import { openFieldRecorder } from "../sandbox/spec/open-field-recorder.ts";

/** Where `npm run report-fields` gathers what each file of tests exercised. */
export const FIELDS_FOLDER = "ENLACE_FIELDS_FOLDER";

/**
 * Watches lines to CV and Sienge for the rest of a file of tests, which then fails for each field that
 * was sent or read and is neither published, nor captured, nor explained in NOTES.md.
 */
export function watchFields(): (http: HttpTransport) => HttpTransport {
  const fields = openFieldRecorder();
  afterAll(() => {
    const folder = process.env[FIELDS_FOLDER];
    if (folder)
      writeFileSync(path.join(folder, `${randomUUID()}.json`), JSON.stringify(fields.record));
    expect(fields.listUnexplained()).toEqual([]);
  });
  return fields.watch;
}

/** The module of the transport, each of whose lines is watched: what a test puts in its place. */
export function watchTransports(real: object): object {
  const { createHttp: create } = real as { createHttp: typeof createHttp };
  const watch = watchFields();
  return {
    ...real,
    createHttp: (...given: Parameters<typeof createHttp>) => watch(create(...given)),
  };
}
