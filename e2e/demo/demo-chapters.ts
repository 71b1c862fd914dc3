import { MAIN_CLIENT } from "@/db/seed/demo-organizations.ts";
import { CONNECTOR_USES } from "../sandbox/connector-uses.ts";
import type { Day } from "@/lib/core/period.ts";

/** One integration of the demo. Its addresses and credentials are the stand-in's own. */
export interface Chapter {
  organization: string;
  description: string;
  connectorId: string;
  intervalMinutes: number;
  active?: boolean;
  /** What differs from the stand-in's settings. */
  settings?: (today: Day) => Record<string, string>;
  /** How many of the client's branches take part; all when left out. */
  branches?: number;
  /** Operations that wait for another one's end, by the milliseconds after which they start. */
  later?: Readonly<Record<string, number>>;
  /** Days back, first and last, that the client asked for by hand. */
  run?: readonly [first: number, last: number];
}

/** The demo's integrations: every type once, and other clients with troubles and habits of their own. */
export const CHAPTERS: readonly Chapter[] = [
  ...Object.entries(CONNECTOR_USES)
    .map(([connectorId, { demo }]) => ({
      organization: MAIN_CLIENT,
      connectorId,
      ...demo,
    }))
    .toSorted((a, b) => a.place - b.place),
  {
    organization: "Farma Rio Negro",
    description: "Smarket Rio Negro",
    connectorId: "smarket",
    intervalMinutes: 1440,
    settings: () => ({ ftp_senha: "senha-trocada-pelo-parceiro" }),
    run: [3, 1],
  },
  {
    organization: "Farma Rio Negro",
    description: "ScannTech Rio Negro",
    connectorId: "scanntech",
    intervalMinutes: 120,
    run: [5, 1],
  },
  {
    organization: "Farma Rio Negro",
    description: "BoaVista Rio Negro",
    connectorId: "boavista",
    intervalMinutes: 240,
    settings: () => ({
      chave_secreta: "chave-trocada-pelo-parceiro",
      email_notificacao: "financeiro@rionegro.example",
    }),
  },
  // Horizonte's account was begun by another system; this one begins with its inventory, and the
  // days follow once Anvisa was asked about that.
  {
    organization: "Farma Rio Negro",
    description: "SNGPC Rio Negro – desde o inventário",
    connectorId: "sngpc",
    intervalMinutes: 1440,
    branches: 1,
    later: { movements: 8 * 60_000 },
  },
  {
    organization: "Rede Bem Viver",
    description: "Audit Bem Viver",
    connectorId: "audit",
    intervalMinutes: 720,
    active: false,
  },
  {
    organization: "Rede Bem Viver",
    description: "Smarket Bem Viver",
    connectorId: "smarket",
    intervalMinutes: 1440,
    run: [2, 1],
  },
];
