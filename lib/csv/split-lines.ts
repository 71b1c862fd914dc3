/** One line of a file as it stands there, without its end. */
export interface TextLine {
  line: number;
  text: string;
  /** The same with its end, of which a reader counts the bytes. */
  raw: string;
}

/** A line that goes on and on: not a CSV, and not to be gathered in memory. */
export class LineTooLong extends Error {
  readonly line: number;
  constructor(line: number) {
    super("line too long");
    this.name = "LineTooLong";
    this.line = line;
  }
}

/** Cuts text that comes in pieces into lines, whichever of the three ends they have. */
export function createLineSplitter(mostCharacters: number): {
  push(piece: string): TextLine[];
  end(): TextLine[];
} {
  let rest = "";
  let line = 0;
  const cut = (last: boolean): TextLine[] => {
    const lines: TextLine[] = [];
    let start = 0;
    const add = (end: number, next: number) => {
      line += 1;
      if (end - start > mostCharacters) throw new LineTooLong(line);
      lines.push({ line, text: rest.slice(start, end), raw: rest.slice(start, next) });
      start = next;
    };
    for (const match of rest.matchAll(/\r\n|\n|\r/g)) {
      const next = match.index + match[0].length;
      // The other half of the line's end may come with the next piece.
      if (!last && match[0] === "\r" && next === rest.length) break;
      add(match.index, next);
    }
    if (last && start < rest.length) add(rest.length, rest.length);
    rest = rest.slice(start);
    if (rest.length > mostCharacters) throw new LineTooLong(line + 1);
    return lines;
  };
  return {
    push(piece) {
      rest += piece;
      return cut(false);
    },
    end: () => cut(true),
  };
}
