import { listConfirmedMappings } from "@/db/queries/flows/confirmed-mappings.ts";
import { PartnerError } from "@/lib/core/errors.ts";
import { ROLE_OF, type SituationKind } from "./words/situations.ts";
import type { FlowContext } from "@/lib/engine/flows/flow-context.ts";
import type { Reservation } from "./cv/reservation-shape.ts";
import { readOnce } from "./read-once.ts";
import { foldText } from "./rules/fold-text.ts";

export type MapKind =
  | "situation"
  | "series"
  | "indexer"
  | "association"
  | "document_type"
  | "sale_type"
  | "commission_receiver"
  | "bearer";

/** What people confirmed of one environment. */
export interface Maps {
  /** The environment's own id for one of the Hub's: by id, or by name where the Hub shows only that. */
  find(kind: MapKind, of: { id: number | string | null; name: string }): string | null;
  /** Every confirmed pair of a kind: by the Hub's id and by its name without accents. */
  all(kind: MapKind): Array<{ sourceKey: string; sourceName: string; targetId: string }>;
  /** The environment's situation for a role; throws `settings` when nobody confirmed it. */
  situationId(kind: keyof typeof ROLE_OF): number;
  /** What a reservation's situation means here. */
  kindOf(reservation: Pick<Reservation, "situation" | "sold">): SituationKind;
}

const EXPIRED: ReadonlySet<string> = new Set([
  "vencida",
  "vencido",
  "expirada",
  "expirado",
  "reserva vencida",
  "reserva expirada",
]);

/** Loads the maps of an environment, read once an attempt. */
export async function loadMaps(
  ctx: FlowContext,
  environment: { id: number; name: string },
): Promise<Maps> {
  const all = await readOnce(ctx, "mappings", () =>
    listConfirmedMappings(ctx.db, {
      organizationId: ctx.organization.id,
      integrationId: ctx.integrationId,
    }),
  );
  const mine = all.filter(({ environmentId }) => environmentId === environment.id);
  const ofKind = (kind: MapKind) => mine.filter((row) => row.kind === kind);
  const roles = new Map(
    ofKind("situation").map(({ sourceKey, targetId }) => [sourceKey, targetId]),
  );
  return {
    all: ofKind,
    find: (kind, { id, name }) => {
      const rows = ofKind(kind);
      const folded = foldText(name);
      const byId = id === null ? undefined : rows.find(({ sourceKey }) => sourceKey === String(id));
      const byName =
        folded === ""
          ? undefined
          : rows.find(
              (row) => foldText(row.sourceName) === folded || foldText(row.sourceKey) === folded,
            );
      return (byId ?? byName)?.targetId ?? null;
    },
    situationId: (kind) => {
      const id = Number(roles.get(ROLE_OF[kind]));
      if (!Number.isInteger(id))
        throw new PartnerError(
          "settings",
          `A situação “${ROLE_OF[kind].replace("_", " ")}” ainda não foi confirmada em ${environment.name}. Confirme-a em Mapeamentos › Situações e repita a etapa.`,
        );
      return id;
    },
    kindOf: ({ situation, sold }) => {
      const found =
        situation.id === null
          ? undefined
          : (Object.keys(ROLE_OF) as Array<keyof typeof ROLE_OF>).find(
              (kind) => roles.get(ROLE_OF[kind]) === String(situation.id),
            );
      if (found) return found;
      // By its name alone, since nothing follows from it but a question.
      if (EXPIRED.has(foldText(situation.name))) return "expired";
      if (sold) return "sold";
      // Without a map of what means over, no situation can be called open.
      return roles.has(ROLE_OF.cancelled) && roles.has(ROLE_OF.rescinded) ? "open" : "unknown";
    },
  };
}
