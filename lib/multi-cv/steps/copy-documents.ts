import { readTerminalOptions } from "../words/environment-options.ts";
import { RESERVATION_STEP_LABEL } from "../words/reservation-steps.ts";
import {
  done,
  skipped,
  type Step,
  type StepContext,
  type StepOutcome,
  stuck,
  type TryContext,
} from "@/lib/engine/flows/define-flow.ts";
import type { Environment } from "@/lib/engine/flows/flow-context.ts";
import { addDocument, listDocuments, type ReservationDocument } from "../cv/documents.ts";
import { downloadLink } from "../cv/download-link.ts";
import type { CvClient } from "../cv/open-cv.ts";
import { flowSettings } from "../flow-settings.ts";
import { loadMaps, type Maps } from "../load-maps.ts";
import { HUB, openHub } from "../open-lines.ts";
import { needTerminalId, openTerminal } from "../read-sides.ts";
import { formatCount } from "@/lib/core/format-count.ts";

/** One side of a copy. */
interface Side {
  cv: CvClient;
  environment: Environment;
  reservationId: number;
}

/**
 * Copies each document of the reservation once, in the direction the terminal's settings say; the
 * content's hash tells what is there already.
 */
export const copyDocuments: Step = {
  name: "copy-documents",
  label: RESERVATION_STEP_LABEL["copy-documents"],
  system: "terminal",
  supporting: true,
  async run(ctx) {
    const { cv, environment } = openTerminal(ctx);
    const { documents: direction } = readTerminalOptions(environment.settings);
    if (direction === "off")
      return skipped("A cópia de documentos está desligada para este terminal.");
    const terminal: Side = { cv, environment, reservationId: await needTerminalId(ctx) };
    const hub: Side = {
      cv: openHub(ctx),
      environment: ctx.environments.byCode(HUB),
      reservationId: Number(ctx.subject.key),
    };
    const [from, to] = direction === "hub_to_terminal" ? [hub, terminal] : [terminal, hub];
    const documents = await listDocuments(from.cv, from.reservationId);
    if (documents.length === 0) return done({ copied: 0 }, "A reserva não tem documentos.");
    // The maps are the receiver's, by the Hub's ids; the other way round they are read backwards.
    const maps = await loadMaps(ctx, terminal.environment);
    const stored = await listDocuments(to.cv, to.reservationId);
    let copied = 0;
    for (const document of documents) {
      const typeId = findType(maps, document, direction === "hub_to_terminal");
      const { status } = await ctx.item(
        `documento-${document.id}`,
        `Documento ${document.id} (${document.typeName || "sem tipo"})`,
        (one) => copyDocument(ctx, one, { from, to, document, typeId, stored }),
      );
      if (status === "done") copied += 1;
    }
    return done(
      { copied },
      `${copied.toLocaleString("pt-BR")} de ${formatCount(documents.length, "documento", "documentos")} no destino.`,
    );
  },
};

interface Copying {
  from: Side;
  to: Side;
  document: ReservationDocument;
  typeId: number | null;
  /** What the receiver had before this step wrote anything. */
  stored: readonly ReservationDocument[];
}

async function copyDocument(
  ctx: StepContext,
  one: TryContext,
  { from, to, document, typeId, stored }: Copying,
): Promise<StepOutcome> {
  if (typeId === null)
    return stuck(
      `O tipo “${document.typeName}” não tem correspondente confirmado. Confirme-o em Mapeamentos › Tipos de documento e repita a etapa.`,
      null,
      "settings",
    );
  const what = `documento ${document.id} da reserva`;
  const maxBytes = flowSettings(ctx).integer("documento_mb") * 1_000_000;
  const { bytes, kind, sha256 } = await downloadLink(from.environment.http, document.link, {
    what,
    maxBytes,
  });
  const copies = (ctx.subject.facts.documents ?? {}) as Record<string, number>;
  const place = `${to.environment.code}:${sha256}`;
  if (copies[place] !== undefined && stored.some(({ id }) => id === copies[place]))
    return done({ id: copies[place], sha256 }, "O conteúdo já estava no destino.");
  const note = (id: number) =>
    ctx.save({ documents: { ...((ctx.subject.facts.documents ?? {}) as object), [place]: id } });
  const file = await ctx.saveFile({
    name: `reserva-${ctx.subject.key}-documento-${document.id}.${kind.extension}`,
    contentType: kind.contentType,
    body: inOnePiece(bytes),
  });
  const known = new Set(Object.values(copies));
  // The content decides whether it is there, put by a try whose answer was lost or by somebody
  // else: names and numbers do not.
  const found = await findSame(
    to,
    one.uncertain ? await listDocuments(to.cv, to.reservationId) : stored,
    { typeId, sha256, known, maxBytes },
  );
  const id =
    found ??
    (await upload(to, {
      typeId,
      bytes,
      sha256,
      known: new Set([...known, ...stored.map((before) => before.id)]),
      maxBytes,
    }));
  if (id === null)
    return stuck(
      `${to.cv.label} confirmou o recebimento do documento, mas não o gravou. Envie-o manualmente ou repita a etapa.`,
    );
  await note(id);
  await file.delivered(String(id));
  return done({ id, sha256 }, found === null ? null : "O documento já estava no destino.");
}

/** "sucesso" without an id was seen to store nothing: then the list and the content say whether it is there. */
async function upload(
  to: Side,
  {
    typeId,
    bytes,
    sha256,
    known,
    maxBytes,
  }: {
    typeId: number;
    bytes: Uint8Array;
    sha256: string;
    known: ReadonlySet<number>;
    maxBytes: number;
  },
): Promise<number | null> {
  const { id } = await addDocument(to.cv, to.reservationId, {
    typeId,
    bytes,
    associationTypeId: null,
  });
  return (
    id ??
    findSame(to, await listDocuments(to.cv, to.reservationId), { typeId, sha256, known, maxBytes })
  );
}

async function findSame(
  to: Side,
  candidates: readonly ReservationDocument[],
  {
    typeId,
    sha256,
    known,
    maxBytes,
  }: { typeId: number; sha256: string; known: ReadonlySet<number>; maxBytes: number },
): Promise<number | null> {
  for (const candidate of candidates) {
    if (known.has(candidate.id) || (candidate.typeId !== null && candidate.typeId !== typeId))
      continue;
    const content = await downloadLink(to.environment.http, candidate.link, {
      what: `documento ${candidate.id} do destino`,
      maxBytes,
    });
    if (content.sha256 === sha256) return candidate.id;
  }
  return null;
}

function findType(
  maps: Maps,
  { typeId, typeName }: ReservationDocument,
  toTerminal: boolean,
): number | null {
  if (toTerminal) {
    const found = maps.find("document_type", { id: typeId, name: typeName });
    return found === null ? null : Number(found);
  }
  const back = maps.all("document_type").filter(({ targetId }) => targetId === String(typeId));
  return back.length === 1 && back[0] ? Number(back[0].sourceKey) : null;
}

async function* inOnePiece(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
