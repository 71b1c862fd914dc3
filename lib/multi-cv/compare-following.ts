import {
  listReservationFiles,
  type ReservationFileKind,
} from "@/db/queries/flows/reservation-files.ts";
import type { ReservationRow } from "@/db/queries/flows/reservations-for-flow.ts";
import { PartnerError } from "@/lib/core/errors.ts";
import { formatCount } from "@/lib/core/format-count.ts";
import { formatReais } from "@/lib/core/money.ts";
import type { FlowContext } from "@/lib/engine/flows/flow-context.ts";
import { buildCommissionFacts } from "./ask-about-commissions.ts";
import type { ComparedField } from "./compare-reservation.ts";
import { listCommissions } from "./cv/commissions.ts";
import { listContracts } from "./cv/contracts.ts";
import { listDocuments } from "./cv/documents.ts";
import { buildSides, type Side, type Sides } from "./open-sides.ts";
import { compareCommissions, isActive } from "./rules/compare-commissions.ts";
import { listFilesAlone } from "./rules/compare-files.ts";
import { isPartAlone } from "./review-following.ts";
import type { SalesContract } from "./sienge/contract-shape.ts";
import { toListedContract } from "./steps/copy-contracts.ts";
import { toListedDocument } from "./steps/copy-documents.ts";
import { certainCents } from "./wire/amount.ts";

/** Documents, contracts and commissions as the three systems have them now; `notes` name what could not be read. */
export async function compareFollowing(
  ctx: FlowContext,
  row: ReservationRow,
  contract: SalesContract | null,
): Promise<{ facts: ComparedField[]; notes: string[] }> {
  const { environmentId, hubReservationId, terminalReservationId } = row;
  if (environmentId === null || terminalReservationId === null) return { facts: [], notes: [] };
  const sides = buildSides(ctx, { environmentId, hubReservationId, terminalReservationId });
  const facts: ComparedField[] = [];
  const notes: string[] = [];
  const parts: Array<[word: string, read: () => Promise<ComparedField[]>]> = [
    ["os documentos", () => compareDocuments(ctx, row, sides)],
    ["os contratos", () => compareContracts(ctx, row, sides, contract)],
    ["as comissões", () => compareBothCommissions(sides, contract)],
  ];
  for (const [word, read] of parts) {
    try {
      facts.push(...(await read()));
    } catch (error) {
      // What an account does not free is told, and keeps the rest from nobody.
      if (!(error instanceof PartnerError) || !isPartAlone(error)) throw error;
      notes.push(`Não foi possível ler ${word}. ${error.detail ?? error.message}`);
    }
  }
  return { facts, notes };
}

const listKnown = (ctx: FlowContext, { subjectId }: ReservationRow, kind: ReservationFileKind) =>
  listReservationFiles(ctx.db, { organizationId: ctx.organization.id, subjectId, kind });

async function readFiles<File>(
  { hub, terminal }: Sides,
  list: (side: Side) => Promise<File[]>,
): Promise<Record<Side["side"], { place: string; files: File[] }>> {
  return {
    hub: { place: hub.place, files: await list(hub) },
    terminal: { place: terminal.place, files: await list(terminal) },
  };
}

async function compareDocuments(
  ctx: FlowContext,
  row: ReservationRow,
  sides: Sides,
): Promise<ComparedField[]> {
  const { hub, terminal } = await readFiles(sides, async ({ cv, reservationId }) =>
    (await listDocuments(cv, reservationId)).map(toListedDocument),
  );
  const known = await listKnown(ctx, row, "document");
  const [left, right] = [
    listFilesAlone(hub, terminal, known).length,
    listFilesAlone(terminal, hub, known).length,
  ];
  const say = (all: number, alone: number) =>
    [
      formatCount(all, "documento", "documentos"),
      alone > 0 ? `${alone.toLocaleString("pt-BR")} só aqui` : "",
    ]
      .filter(Boolean)
      .join(", ");
  return [
    {
      label: "Documentos",
      hub: say(hub.files.length, left),
      terminal: say(terminal.files.length, right),
      sienge: null,
      equal: left + right === 0,
    },
  ];
}

async function compareContracts(
  ctx: FlowContext,
  row: ReservationRow,
  sides: Sides,
  contract: SalesContract | null,
): Promise<ComparedField[]> {
  const { hub, terminal } = await readFiles(sides, async ({ cv, reservationId }) =>
    (await listContracts(cv, reservationId)).map(toListedContract),
  );
  const known = await listKnown(ctx, row, "contract");
  // A draft stays where it is, and is told.
  const signed = <File extends { version: string }>(side: { place: string; files: File[] }) => ({
    ...side,
    files: side.files.filter(({ version }) => version !== ""),
  });
  const [left, right] = [signed(hub), signed(terminal)];
  const alone = {
    hub: listFilesAlone(left, right, known).length,
    terminal: listFilesAlone(right, left, known).length,
  };
  const say = (all: number, own: number, single: number) =>
    [
      formatCount(own, "assinado", "assinados"),
      all > own ? `${(all - own).toLocaleString("pt-BR")} sem assinatura` : "",
      single > 0 ? `${single.toLocaleString("pt-BR")} só aqui` : "",
    ]
      .filter(Boolean)
      .join(", ");
  return [
    {
      label: "Arquivos de contrato",
      hub: say(hub.files.length, left.files.length, alone.hub),
      terminal: say(terminal.files.length, right.files.length, alone.terminal),
      sienge: contract?.number ?? null,
      equal: alone.hub + alone.terminal === 0,
    },
  ];
}

async function compareBothCommissions(
  { hub, terminal }: Sides,
  contract: SalesContract | null,
): Promise<ComparedField[]> {
  const list = async ({ cv, reservationId }: Side) =>
    (await listCommissions(cv, reservationId)).filter(isActive);
  const [left, right] = [await list(hub), await list(terminal)];
  const { differences, paid } = compareCommissions(left, right);
  const cents = contract && certainCents(contract.commissionAmount);
  return buildCommissionFacts(left, right)
    .filter((fact) => fact.hub || fact.terminal)
    .map((fact, index) => ({
      ...fact,
      label: index === 0 ? "Comissões no financeiro" : fact.label,
      sienge: index === 0 && cents !== null ? formatReais(cents) : null,
      // Each tenant names situations its own way; the payments decide.
      equal: index === 0 ? differences.length + paid.length === 0 : null,
    }));
}
