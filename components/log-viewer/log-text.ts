/** A piece of a log line: plain text, a link, or what was searched for. */
export interface TextPart {
  text: string;
  href?: string;
  found?: boolean;
}

// The writer already replaced the escape character; lines from elsewhere may still carry it.
const ANSI = /[\u001b\ufffd]\[[0-9;:?]*[A-Za-z]/g;
const LINK = /\bhttps?:\/\/[^\s"'<>`\\^{}|]+/gi;

/** The line without terminal colours. */
export function plainText(text: string): string {
  return text.replace(ANSI, "");
}

/** Cuts a line into text, links and hits. All of it is drawn as text: nothing in a log is ever markup. */
export function splitLine(raw: string, search: string): TextPart[] {
  const text = plainText(raw);
  const parts: TextPart[] = [];
  let at = 0;
  for (const match of text.matchAll(LINK)) {
    const url = match[0].replace(/[.,;:!?)\]]+$/, "");
    if (!URL.canParse(url)) continue;
    parts.push(...markFound(text.slice(at, match.index), search), { text: url, href: url });
    at = match.index + url.length;
  }
  return [...parts, ...markFound(text.slice(at), search)];
}

function markFound(text: string, search: string): TextPart[] {
  if (!text) return [];
  if (!search) return [{ text }];
  const parts: TextPart[] = [];
  const low = text.toLowerCase();
  const word = search.toLowerCase();
  // A letter whose lower case is longer would shift the places: then the line is shown unmarked.
  if (low.length !== text.length || word.length !== search.length) return [{ text }];
  let at = 0;
  for (let found = low.indexOf(word); found >= 0; found = low.indexOf(word, at)) {
    if (found > at) parts.push({ text: text.slice(at, found) });
    parts.push({ text: text.slice(found, found + word.length), found: true });
    at = found + word.length;
  }
  if (at < text.length) parts.push({ text: text.slice(at) });
  return parts;
}
