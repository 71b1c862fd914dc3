import type { Divergence } from "../words/divergences.ts";
import type { SituationKind } from "../words/situations.ts";
import { type Cents } from "@/lib/core/money.ts";
import type { FollowingPart } from "./part-leads.ts";
import type { ContractFacts, SituationFacts } from "./situation-decision.ts";

/** A reservation as one CV environment shows it. */
export interface SeenReservation {
  id: string;
  kind: SituationKind;
  unit: string;
  /** Code of the unit in Sienge; "" when it has none. */
  unitCode: string;
  cents: Cents | null;
  /** Digits of the holder's document: compared, never shown. */
  holder: string;
  people: number;
  /** The associates' documents in order, and the broker's: compared, never shown. */
  others: string;
  broker: string;
}

/** A contract as Sienge shows it. */
export interface SeenContract extends ContractFacts {
  externalId: string | null;
  unitIds: readonly string[];
  unit: string;
  cents: Cents | null;
}

/** One reservation that the hub follows, and where its parts must be. */
export interface FollowedReservation {
  subjectId: number;
  hubId: string;
  environmentId: number | null;
  terminalId: string | null;
  contractId: number | null;
  /** The code by which its contract names it. */
  externalId: string | null;
  expected: SituationFacts["expected"];
  /** The flow is at it: a difference may be gone in a moment. */
  underWay: boolean;
  /** It has been in "pode faturar" for longer than a contract takes. */
  overdue: boolean;
  /** What the last look at its files and commissions left different, by part. */
  apart: Readonly<Record<FollowingPart, number>>;
}

/** Everything that was read. A system that is absent could not be read: nothing is said about it. */
export interface Readings {
  hub: ReadonlyMap<string, SeenReservation> | null;
  terminals: ReadonlyMap<number, ReadonlyMap<string, SeenReservation>>;
  /** Contracts by the terminal whose Sienge they are in. */
  contracts: ReadonlyMap<number, readonly SeenContract[]>;
  authorizedIsSold: boolean;
}

/** One thing that the systems disagree about. */
export interface Found {
  kind: Divergence;
  subjectId: number | null;
  hubReservationId: string | null;
  environmentId: number | null;
  terminalReservationId: string | null;
  contractNumber: string | null;
  unit: string;
  hub: string | null;
  terminal: string | null;
  sienge: string | null;
  note: string;
}

/** Situations in which a reservation holds its unit. */
export const ALIVE: readonly SituationKind[] = ["ready", "sold"];

/** What nothing is said about. */
export const EMPTY = {
  subjectId: null,
  hubReservationId: null,
  environmentId: null,
  terminalReservationId: null,
  contractNumber: null,
  hub: null,
  terminal: null,
  sienge: null,
} as const;
