import { LISTED_KINDS, type MappingKind } from "../words/mappings.ts";

/** One thing to look at: of which environment, and what. */
export interface SetupPiece {
  environmentId: number;
  what: "access" | "developments" | MappingKind;
}

/**
 * Everything that "Carregar e conferir tudo" looks at, in its order: first whether each system lets us in,
 * then developments, then the lists, the Hub's before those that are matched against them. Pure.
 */
export function listSetupPieces(
  environments: ReadonlyArray<{ id: number; code: string; kind: "cv" | "sienge" }>,
): SetupPiece[] {
  const tenants = environments.filter(({ kind }) => kind === "cv");
  return [
    ...environments.map(({ id }) => ({ environmentId: id, what: "access" as const })),
    ...environments.map(({ id }) => ({ environmentId: id, what: "developments" as const })),
    // What no tenant lists is written down by hand; the Hub's own list is the source, and only its situations are mapped.
    ...LISTED_KINDS.flatMap((kind) =>
      tenants
        .filter(({ code }) => code !== "hub" || kind === "situation")
        .map(({ id }) => ({ environmentId: id, what: kind })),
    ),
  ];
}
