import { addDays, type Day } from "@/lib/core/period.ts";

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

/**
 * Every type, one row each, for the client that the demo's customer sees; one that is not in the registry is left
 * out. The list of integrations shows the last rows first.
 */
const HORIZONTE: ReadonlyArray<Omit<Chapter, "organization">> = [
  { connectorId: "proffer", description: "Proffer – preços sugeridos", intervalMinutes: 1440 },
  {
    connectorId: "cosmos",
    description: "Cosmos – cadastro por código de barras",
    intervalMinutes: 1440,
  },
  {
    connectorId: "dito",
    description: "Dito – CRM e campanhas",
    intervalMinutes: 1440,
    run: [3, 1],
  },
  {
    connectorId: "propz",
    description: "Propz – ofertas pelo cliente",
    intervalMinutes: 60,
    run: [2, 2],
  },
  {
    connectorId: "iqvia-api",
    description: "IQVIA API – leiaute 1",
    intervalMinutes: 1440,
    run: [3, 1],
  },
  { connectorId: "iqvia", description: "IQVIA – demanda (arquivo)", intervalMinutes: 1440 },
  {
    connectorId: "linked-farma",
    description: "Linked Farma – incentivos da indústria",
    intervalMinutes: 1440,
    run: [3, 1],
  },
  {
    connectorId: "trivio",
    description: "Trivio – vendas e estoque",
    intervalMinutes: 1440,
    run: [3, 1],
  },
  {
    connectorId: "boavista",
    description: "BoaVista – conciliação de cartões",
    intervalMinutes: 240,
  },
  {
    connectorId: "sngpc",
    description: "SNGPC – medicamentos controlados",
    intervalMinutes: 1440,
    branches: 2,
    settings: (today) => ({ data_inicio: addDays(today, -5) }),
  },
  { connectorId: "pricefy", description: "Pricefy – etiquetas e cartazes", intervalMinutes: 60 },
  { connectorId: "ligo", description: "Ligo – televendas", intervalMinutes: 120 },
  {
    connectorId: "control-shop",
    description: "Control Shop – cadastro e preços",
    intervalMinutes: 120,
  },
  {
    connectorId: "webcompras",
    description: "WebCompras – cotação com distribuidoras",
    intervalMinutes: 120,
  },
  { connectorId: "naapyes", description: "NaapYes – convênios", intervalMinutes: 120 },
  { connectorId: "unifabra", description: "Unifabra – rede associada", intervalMinutes: 1440 },
  {
    connectorId: "exact-wms",
    description: "Exact WMS – centro de distribuição",
    intervalMinutes: 15,
    branches: 1,
  },
  {
    connectorId: "linx-wms",
    description: "Linx WMS – depósito Cambuí",
    intervalMinutes: 15,
    branches: 1,
  },
  {
    connectorId: "delage-wms",
    description: "Delage WMS – depósito Barão",
    intervalMinutes: 15,
    branches: 1,
  },
  {
    connectorId: "fisoft-wms",
    description: "FISoft WMS – depósito Taquaral",
    intervalMinutes: 15,
    branches: 1,
  },
  {
    connectorId: "smarket",
    description: "Smarket – ofertas e cupons",
    intervalMinutes: 1440,
    run: [31, 1],
  },
  {
    connectorId: "scanntech",
    description: "ScannTech – Clube de Promoções",
    intervalMinutes: 60,
    run: [9, 2],
  },
  {
    connectorId: "audit",
    description: "Audit – painel de vendas",
    intervalMinutes: 1440,
    run: [4, 2],
  },
];

/** The demo's integrations: every type once, and other clients with troubles and habits of their own. */
export const CHAPTERS: readonly Chapter[] = [
  ...HORIZONTE.map((chapter) => ({ organization: "Drogarias Horizonte", ...chapter })),
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
  // Horizonte's account was begun by another system; this one begins with its inventory, and the days follow once Anvisa was asked about that.
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
