const CHUNK_CHARACTERS = 64 * 1024;

export interface DelimitedLayout {
  header: readonly string[];
  delimiter: string;
  newline: "\n" | "\r\n";
  /** `minimal`: a field is quoted when it must be (RFC 4180). `none`: the caller has cleaned every field. */
  quoting: "none" | "minimal";
}

/**
 * Writes rows as text in chunks of about 64 KB, in bounded memory. `rows()` counts what was written.
 * Written by hand because a task may write millions of rows and the general library is several times slower.
 */
export function writeDelimited(
  layout: DelimitedLayout,
  rows: AsyncIterable<readonly string[]>,
): { body: AsyncIterable<string>; rows: () => number } {
  let count = 0;
  const join =
    layout.quoting === "none"
      ? (row: readonly string[]) => row.join(layout.delimiter)
      : (row: readonly string[]) =>
          row.map((field) => quoteField(field, layout.delimiter)).join(layout.delimiter);
  async function* write() {
    count = 0;
    let chunk = join(layout.header) + layout.newline;
    for await (const row of rows) {
      chunk += join(row) + layout.newline;
      count += 1;
      if (chunk.length >= CHUNK_CHARACTERS) {
        yield chunk;
        chunk = "";
      }
    }
    if (chunk) yield chunk;
  }
  return { body: write(), rows: () => count };
}

/** RFC 4180: quoted when it holds the delimiter, a quote or a line break. */
export function quoteField(field: string, delimiter: string): string {
  return field.includes(delimiter) ||
    field.includes('"') ||
    field.includes("\n") ||
    field.includes("\r")
    ? `"${field.replaceAll('"', '""')}"`
    : field;
}
