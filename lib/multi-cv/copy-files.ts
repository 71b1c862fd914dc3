import { AnswerTooLarge } from "@/lib/connectors/transports/answer-too-large.ts";
import { formatCount } from "@/lib/core/format-count.ts";
import {
  done,
  type StepContext,
  type StepOutcome,
  stuck,
  type TryContext,
} from "@/lib/engine/flows/define-flow.ts";
import type { ReservationFileKind } from "@/db/queries/flows/reservation-files.ts";
import { type Download, downloadLink } from "./cv/download-link.ts";
import { type FileBook, type FileName, openFileBook } from "./file-book.ts";
import { flowSettings } from "./flow-settings.ts";
import { listWays, type Side, type Sides } from "./open-sides.ts";
import type { Lead } from "./rules/part-leads.ts";
import { hashPart } from "./rules/hash-part.ts";

/** A file as a side lists it. */
export interface ListedFile extends FileName {
  link: string;
  /** As a person reads it: "Documento 9 (RG)". */
  label: string;
}

/** What one kind of file needs to be copied from either side to the other. */
export interface FileWays<File extends ListedFile> {
  kind: ReservationFileKind;
  /** "documento", "documentos". */
  words: readonly [one: string, many: string];
  list(side: Side): Promise<File[]>;
  /** Whether it goes to the other side at all. */
  goes(file: File, from: Side): boolean;
  /** Why it cannot go; null when it can. Asked before anything is fetched. */
  refuse(file: File, from: Side): StepOutcome | null;
  /** Why this content cannot go; null when it can. */
  refuseContent(file: File, content: Download, to: Side): string | null;
  /** Whether what the other side has may be this file. */
  fits(file: File, there: File, from: Side): boolean;
  /** Sends it; the id where the answer has one. */
  upload(file: File, content: Download, from: Side, to: Side): Promise<number | null>;
}

/** How the lists of both sides stand: as long as it is the same, there is nothing to copy. */
export function describeFiles(
  of: ReadonlyArray<{ place: string; files: readonly FileName[] }>,
): string {
  return hashPart(
    of.map(({ place, files }) => [
      place,
      files.map(({ id, version }) => `${id}/${version}`).toSorted(),
    ]),
  );
}

/**
 * Copies what one side has and the other lacks, each file once, whichever side it appeared on. The content
 * decides what is there already; what we put there is known as ours by its row and never comes back.
 */
export async function copyFiles<File extends ListedFile>(
  ctx: StepContext,
  sides: Sides,
  lead: Exclude<Lead, "off" | "ask">,
  ways: FileWays<File>,
): Promise<StepOutcome> {
  const book = await openFileBook(ctx, ways.kind);
  const lists = {
    hub: await ways.list(sides.hub),
    terminal: await ways.list(sides.terminal),
  };
  const shown = { hub: [...lists.hub], terminal: [...lists.terminal] };
  let copied = 0;
  let removed = 0;
  for (const [from, to] of listWays(sides, lead)) {
    const copying: Copying<File> = { ctx, book, ways, from, to, there: shown[to.side] };
    for (const file of lists[from.side]) {
      if (!ways.goes(file, from)) continue;
      const twin = book.twinIn(to.place, from.place, file);
      if (twin !== null) {
        if (await isRemoved(copying, file, twin)) removed += 1;
        continue;
      }
      const key = `${from.place}/${ways.words[0]}-${nameOf(file)}/${to.place}`;
      const { status, result } = await ctx.item(key, `${file.label}, ${from.cv.label}`, (one) =>
        copyFile(copying, key, one, file),
      );
      if (status === "done" && (result as { made?: boolean } | null)?.made) copied += 1;
    }
  }
  // What was looked at, not what is there by now: a file that came in between is seen by the next look.
  ctx.saveAtEnd({
    [`${ways.kind}sApart`]: removed,
    [`${ways.kind}sSeen`]: describeFiles([
      { place: sides.hub.place, files: shown.hub },
      { place: sides.terminal.place, files: shown.terminal },
    ]),
  });
  return done({ copied }, describeCopied(ways.words, copied, removed));
}

function describeCopied(
  [one, many]: readonly [string, string],
  copied: number,
  removed: number,
): string {
  const made =
    copied > 0
      ? `${formatCount(copied, `${one} copiado`, `${many} copiados`)} para o outro lado.`
      : `Nenhum ${one} a copiar.`;
  return removed > 0
    ? `${made} ${formatCount(removed, "cópia foi excluída", "cópias foram excluídas")} no destino e não volta${removed === 1 ? "" : "m"}.`
    : made;
}

interface Copying<File extends ListedFile> {
  ctx: StepContext;
  book: FileBook;
  ways: FileWays<File>;
  from: Side;
  to: Side;
  /** What the receiver lists; grows by what is put there. */
  there: File[];
}

/** Whether the copy is gone, and nobody put the same there again by hand. */
async function isRemoved<File extends ListedFile>(
  copying: Copying<File>,
  file: File,
  twin: number,
): Promise<boolean> {
  const { book, from, to, there } = copying;
  if (there.some(({ id }) => id === twin)) return false;
  const sha256 = book.sha256Of(from.place, file);
  const again = sha256 === null ? null : await findSame(copying, there, sha256);
  if (!again || sha256 === null) return true;
  await book.saveTwins(
    { place: from.place, file, sha256 },
    { place: to.place, file: again, sha256, made: false },
  );
  return false;
}

const nameOf = ({ id, version }: FileName) => (version === "" ? String(id) : `${id}-${version}`);

async function copyFile<File extends ListedFile>(
  copying: Copying<File>,
  key: string,
  one: TryContext,
  file: File,
): Promise<StepOutcome> {
  const { ctx, book, ways, from, to, there } = copying;
  const refusal = ways.refuse(file, from);
  if (refusal) return refusal;
  const what = `${ways.words[0]} ${file.id} da reserva`;
  const maxBytes = readMaxBytes(ctx);
  const content = await downloadLink(from.environment.http, file.link, { what, maxBytes });
  const { sha256, kind } = content;
  const note = (id: number, version: string, twinSha256: string, made: boolean) =>
    book.saveTwins(
      { place: from.place, file, sha256 },
      { place: to.place, file: { id, version }, sha256: twinSha256, made },
    );
  // Put there by a try whose answer was lost, or by somebody: the content tells, not names and numbers.
  const strangers = there.filter((each) => book.sha256Of(to.place, each) === null);
  const found = await findSame(copying, there, sha256);
  if (found) {
    if (file.version !== "" && found.version === "")
      return stuck(
        `O ${ways.words[0]} ${file.id} já está em ${to.cv.label} (número ${found.id}), mas sem a assinatura registrada. Registre-a no CV e repita a etapa.`,
      );
    await note(found.id, found.version, sha256, false);
    return done({ id: found.id, sha256 }, "O conteúdo já estava no destino.");
  }
  const wasSending = one.uncertain && ctx.subject.facts.sending === key;
  const lost = wasSending ? strangers.find((each) => ways.fits(file, each, from)) : undefined;
  if (lost)
    return stuck(
      `Uma tentativa anterior pode ter gravado o ${ways.words[0]} ${file.id} em ${to.cv.label} com outro conteúdo (número ${lost.id}). Confira os dois e repita a etapa para copiar mesmo assim.`,
    );
  const unfit = ways.refuseContent(file, content, to);
  if (unfit) return stuck(unfit);
  const stored = await ctx.saveFile({
    name: `reserva-${ctx.subject.key}-${from.environment.code}-${ways.words[0]}-${nameOf(file)}.${kind.extension}`,
    contentType: kind.contentType,
    body: inOnePiece(content.bytes),
  });
  await ctx.save({ sending: key });
  const made = await send(copying, file, content);
  if (!made)
    return stuck(
      `${to.cv.label} confirmou o recebimento do ${ways.words[0]} ${file.id}, mas não o gravou. Envie-o manualmente ou repita a etapa.`,
    );
  await note(made.id, made.version, book.sha256Of(to.place, made) ?? sha256, true);
  there.push(made);
  await stored.delivered(String(made.id));
  return done({ id: made.id, sha256, made: true });
}

/** Sends it, and says which file it became; null when none came. */
async function send<File extends ListedFile>(
  copying: Copying<File>,
  file: File,
  content: Download,
): Promise<File | null> {
  const { ways, from, to, there } = copying;
  const before = new Set(there.map(({ id }) => id));
  const answered = await ways.upload(file, content, from, to);
  if (answered !== null) return { ...file, id: answered };
  const fresh = (await ways.list(to)).filter(({ id }) => !before.has(id));
  const same = await findSame(copying, fresh, content.sha256);
  if (same) return same;
  // Some accounts stamp or shrink what they are given: the one that came is ours, whatever it holds now.
  const [only, ...others] = fresh.filter((each) => ways.fits(file, each, from));
  return others.length === 0 ? (only ?? null) : null;
}

/** The file of these that holds exactly this; each content is fetched once and kept. */
async function findSame<File extends ListedFile>(
  { ctx, book, ways, to }: Copying<File>,
  candidates: readonly File[],
  sha256: string,
): Promise<File | null> {
  for (const candidate of candidates) {
    const known = book.sha256Of(to.place, candidate);
    if (known === sha256) return candidate;
    if (known !== null) continue;
    const content = await readContent(ctx, to, candidate, ways.words[0]);
    await book.saveContent(to.place, candidate, content);
    if (content === sha256) return candidate;
  }
  return null;
}

/** What passes the limit is no copy of what is within it. */
const TOO_LARGE = "";

async function readContent(
  ctx: StepContext,
  { environment }: Side,
  { id, link }: ListedFile,
  word: string,
): Promise<string> {
  try {
    const what = `${word} ${id} do destino`;
    const maxBytes = readMaxBytes(ctx);
    return (await downloadLink(environment.http, link, { what, maxBytes })).sha256;
  } catch (error) {
    if (error instanceof Error && error.cause instanceof AnswerTooLarge) return TOO_LARGE;
    throw error;
  }
}

const readMaxBytes = (ctx: StepContext) => flowSettings(ctx).integer("documento_mb") * 1_000_000;

async function* inOnePiece(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
