import { skipped, type Step, stuck } from "@/lib/engine/flows/define-flow.ts";
import { RESERVATION_STEP_LABEL } from "../words/reservation-steps.ts";
import { copyFiles, type FileWays, type ListedFile } from "../copy-files.ts";
import { addDocument, listDocuments, type ReservationDocument } from "../cv/documents.ts";
import { loadMaps, type Maps } from "../load-maps.ts";
import { openSides } from "../open-sides.ts";
import { readPartLead } from "../read-part-lead.ts";

/** Copies the documents of the reservation to the side that lacks them, each once. */
export const copyDocuments: Step = {
  name: "copy-documents",
  label: RESERVATION_STEP_LABEL["copy-documents"],
  system: "terminal",
  supporting: true,
  async run(ctx) {
    const sides = await openSides(ctx);
    const lead = readPartLead(ctx, "documents", sides.terminal.environment);
    if (lead === "off" || lead === "ask")
      return skipped("A cópia de documentos está desligada para este terminal.");
    const maps = await loadMaps(ctx, sides.terminal.environment);
    return copyFiles(ctx, sides, lead, documentWays(maps));
  },
};

type Listed = ReservationDocument & ListedFile;

/** A document has no versions: one that is sent anew is another document. */
export function toListedDocument(document: ReservationDocument): Listed {
  const { id, typeName } = document;
  return { ...document, version: "", label: `Documento ${id} (${typeName || "sem tipo"})` };
}

function documentWays(maps: Maps): FileWays<Listed> {
  const typeOf = (document: Listed, fromHub: boolean) => findType(maps, document, fromHub);
  return {
    kind: "document",
    words: ["documento", "documentos"],
    list: async ({ cv, reservationId }) =>
      (await listDocuments(cv, reservationId)).map(toListedDocument),
    goes: () => true,
    refuse: (document, { side }) =>
      typeOf(document, side === "hub") === null
        ? stuck(
            `O tipo “${document.typeName}” não tem correspondente confirmado. Confirme-o em Mapeamentos › Tipos de documento e repita a etapa.`,
            null,
            "settings",
          )
        : null,
    refuseContent: () => null,
    fits: (document, there, { side }) =>
      there.typeId === null || there.typeId === typeOf(document, side === "hub"),
    upload: async (document, { bytes }, { side }, to) => {
      const typeId = typeOf(document, side === "hub") ?? 0;
      const { id } = await addDocument(to.cv, to.reservationId, {
        typeId,
        bytes,
        associationTypeId: null,
      });
      return id;
    },
  };
}

/** The maps are the terminal's, by the Hub's ids; the other way round they are read backwards. */
function findType(
  maps: Maps,
  { typeId, typeName }: ReservationDocument,
  fromHub: boolean,
): number | null {
  if (fromHub) {
    const found = maps.find("document_type", { id: typeId, name: typeName });
    return found === null ? null : Number(found);
  }
  const back = maps.all("document_type").filter(({ targetId }) => targetId === String(typeId));
  return back.length === 1 && back[0] ? Number(back[0].sourceKey) : null;
}
