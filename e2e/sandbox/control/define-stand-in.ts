import type { Sale } from "@/lib/core/movement.ts";
import type { Day } from "@/lib/core/period.ts";
import type { Partner } from "./partner.ts";

/** What every stand-in is started with. */
export interface StandInStart {
  /** As many as it asks for; 0 takes any free one. */
  ports: readonly number[];
  /** Folder in which it keeps what it received. */
  folder: string;
  /** Milliseconds a partner that answers later takes to do so. */
  answerDelay: number;
  /** Stand-ins of lower ports, already running: some partners talk to each other. */
  started: Readonly<Record<string, Partner>>;
}

/** The integration of this type in the demo, for the client that the demo's customer sees. */
export interface DemoIntegration {
  /** Where it stands among the others; the list of integrations shows the last ones first. */
  place: number;
  description: string;
  intervalMinutes: number;
  /** What differs from the stand-in's settings. */
  settings?: (today: Day) => Record<string, string>;
  /** How many of the client's branches take part; all when left out. */
  branches?: number;
  /** Days back, first and last, that the client asked for by hand. */
  run?: readonly [first: number, last: number];
}

/** How the connector of the same id reaches a stand-in, and how the suite and the demo use it. */
export interface ConnectorUse<Access> {
  /** The operation whose files the suite delivers; empty when nothing goes out. */
  operation: string;
  /** The operations that bring something in, held to their own part of the suite. */
  collects?: string | readonly string[];
  /** Others that send, held to the known day, to a repeated run and to the partner's own check too. */
  alsoSends?: readonly string[];
  settings(access: Access): Record<string, string>;
  /** The known day, where the usual one holds nothing for this partner. */
  sales?(): Sale[];
  /** The setting that carries the credential, to be got wrong. */
  credential: string;
  /** The count of the stand-in that must stay 0 when something is sent again. */
  doubled: string;
  /** It takes one record a call, so that a file arrives in many. */
  callPerRecord?: true;
  demo: DemoIntegration;
}

/** A stand-in, as `<id>/stand-in.ts` declares it. */
export interface StandIn<Access extends object = object, Own extends Partner = Partner> {
  /** Its first port, counted from the control page's: never changed, so that a demo in use finds it again. */
  port: number;
  /** How many addresses it listens on. */
  ports: number;
  start(options: StandInStart): Promise<{ access: Access; partner: Own }>;
  /** Absent where no connector talks to this one partner alone. */
  connector?: ConnectorUse<Access>;
}

/** Declares a stand-in; its settings know what its start gives. */
export function defineStandIn<Access extends object, Own extends Partner>(
  standIn: StandIn<Access, Own>,
): StandIn<Access, Own> {
  return standIn;
}
