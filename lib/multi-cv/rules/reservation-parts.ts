import { z } from "zod";
import type { Reservation } from "../cv/reservation-shape.ts";
import { hashPart } from "./hash-part.ts";

/** The parts of a reservation that may change after it was carried, in the order in which they are told. */
export const PARTS = ["holder", "associates", "broker", "unit", "conditions", "fields"] as const;
export type Part = (typeof PARTS)[number];

export const PART_WORD: Record<Part, string> = {
  holder: "titular",
  associates: "associados",
  broker: "corretor ou imobiliária",
  unit: "unidade",
  conditions: "condições de pagamento",
  fields: "campos adicionais",
};

/** What CV's API lets be written again once the reservation exists. */
export const WRITABLE: ReadonlySet<Part> = new Set(["holder", "associates", "broker", "fields"]);

/** What goes into the hashes: with another content the old ones say nothing, and a new look is the first. */
const VERSION = 2;

/** One side's parts, a hash each: nothing personal is kept. */
export type PartHashes = Record<Part, string> & { v: number };
const hashes = z.object({
  v: z.literal(VERSION),
  ...(Object.fromEntries(PARTS.map((part) => [part, z.string()])) as Record<Part, z.ZodString>),
});

/** Hashes of a reservation's parts, without what moves by itself (situation, moments, messages). */
export function hashParts({
  holder,
  associates,
  broker,
  unit,
  conditions,
  additionalFields,
}: Reservation): PartHashes {
  return {
    v: VERSION,
    // Its share follows from the others' and stands with them.
    holder: hashPart({ ...holder, share: null }),
    associates: hashPart(
      associates.toSorted((a, b) => (a.document + a.kind < b.document + b.kind ? -1 : 1)),
    ),
    broker: hashPart([broker.document, broker.agency.document]),
    unit: hashPart(unit),
    conditions: hashPart([conditions.contractAmount, conditions.series]),
    fields: hashPart(
      additionalFields
        .map(({ id, value }) => [id, value])
        .toSorted(([a], [b]) => (a! < b! ? -1 : 1)),
    ),
  };
}

/** Which parts are other ones than before. */
export function findChangedParts(before: PartHashes, now: PartHashes): Part[] {
  return PARTS.filter((part) => before[part] !== now[part]);
}

/** The parts that facts of a subject hold under a name; null when they hold none. */
export function readParts(held: unknown): PartHashes | null {
  return (hashes.safeParse(held).data as PartHashes | undefined) ?? null;
}
