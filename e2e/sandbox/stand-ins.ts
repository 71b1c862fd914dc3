import { startAudit } from "./audit/start-audit.ts";
import { startBoavista } from "./boavista/start-boavista.ts";
import type { Partner } from "./control/partner.ts";
import {
  CONTROL_SHOP,
  LIGO,
  LINKED_FARMA,
  PRICEFY,
  TRIVIO,
  webcomprasPlayer,
} from "./rest-lote/players.ts";
import { startProffer } from "./proffer/start-proffer.ts";
import { startCv } from "./cv/start-cv.ts";
import { startRestLote } from "./rest-lote/start-rest-lote.ts";
import { startCosmos } from "./cosmos/start-cosmos.ts";
import { startConvenio } from "./convenio/start-convenio.ts";
import { startDito } from "./dito/start-dito.ts";
import { startIqvia } from "./iqvia/start-iqvia.ts";
import { startIqviaApi } from "./iqvia-api/start-iqvia-api.ts";
import { startMail } from "./mail/start-mail.ts";
import { startPropz } from "./propz/start-propz.ts";
import { startScanntech } from "./scanntech/start-scanntech.ts";
import { type SiengePartner, startSienge } from "./sienge/start-sienge.ts";
import { startSngpc } from "./sngpc/start-sngpc.ts";
import { startSmarket } from "./smarket/start-smarket.ts";
import { startSftpCsv } from "./sftp-csv/start-sftp-csv.ts";
import { checkUnifabraFile } from "./unifabra/check-file.ts";
import { DELAGE_WMS, EXACT_WMS, FISOFT_WMS, LINX_WMS } from "./wms/players.ts";
import { startWms } from "./wms/start-wms.ts";

/** What every stand-in is started with. */
export interface StandInStart {
  /** As many as the row asks for; 0 takes any free one. */
  ports: readonly number[];
  /** Folder in which it keeps what it received. */
  folder: string;
  /** Milliseconds a partner that answers later takes to do so. */
  answerDelay: number;
  /** Stand-ins of rows above, already running: some partners talk to each other. */
  started: Readonly<Record<string, Partner>>;
}

interface StandInRow {
  /** How many addresses it listens on. */
  ports: number;
  start(options: StandInStart): Promise<{ access: object; partner: Partner }>;
}

/** All stand-ins, in the order of their ports: a new one goes to the end, so that those of a demo in use stay where they are. */
export const STAND_INS = {
  smarket: {
    ports: 1,
    start: ({ ports: [port = 0], folder }: StandInStart) => startSmarket({ port, folder }),
  },
  audit: {
    ports: 1,
    start: ({ ports: [port = 0], folder, answerDelay }: StandInStart) =>
      startAudit({ port, folder, returnDelay: answerDelay }),
  },
  scanntech: {
    ports: 3,
    start: ({ ports: [first = 0, second = 0, third = 0], folder }: StandInStart) =>
      startScanntech({ ports: [first, second, third], folder }),
  },
  trivio: {
    ports: 1,
    start: ({ ports: [port = 0], folder }: StandInStart) => startRestLote({ port, folder }, TRIVIO),
  },
  cosmos: {
    ports: 1,
    start: ({ ports: [port = 0], folder }: StandInStart) => startCosmos({ port, folder }),
  },
  propz: {
    ports: 1,
    start: ({ ports: [port = 0], folder }: StandInStart) => startPropz({ port, folder }),
  },
  dito: {
    ports: 1,
    start: ({ ports: [port = 0], folder }: StandInStart) => startDito({ port, folder }),
  },
  "linked-farma": {
    ports: 1,
    start: ({ ports: [port = 0], folder }: StandInStart) =>
      startRestLote({ port, folder }, LINKED_FARMA),
  },
  "control-shop": {
    ports: 1,
    start: ({ ports: [port = 0], folder }: StandInStart) =>
      startRestLote({ port, folder }, CONTROL_SHOP),
  },
  ligo: {
    ports: 1,
    start: ({ ports: [port = 0], folder }: StandInStart) => startRestLote({ port, folder }, LIGO),
  },
  pricefy: {
    ports: 1,
    start: ({ ports: [port = 0], folder }: StandInStart) =>
      startRestLote({ port, folder }, PRICEFY),
  },
  proffer: {
    ports: 1,
    start: ({ ports: [port = 0], folder, answerDelay }: StandInStart) =>
      startProffer({ port, folder, returnDelay: answerDelay }),
  },
  "iqvia-api": {
    ports: 1,
    start: ({ ports: [port = 0], folder, answerDelay }: StandInStart) =>
      startIqviaApi({ port, folder, verdictDelay: answerDelay }),
  },
  sienge: {
    ports: 1,
    start: ({ ports: [port = 0], folder }: StandInStart) => startSienge({ port, folder }),
  },
  cv: {
    ports: 4,
    start: ({ ports, folder, started }: StandInStart) =>
      startCv({ ports, folder, sienge: started.sienge as SiengePartner | undefined }),
  },
  "exact-wms": {
    ports: 1,
    start: ({ ports: [port = 0], folder }: StandInStart) => startWms({ port, folder }, EXACT_WMS),
  },
  "linx-wms": {
    ports: 1,
    start: ({ ports: [port = 0], folder }: StandInStart) => startWms({ port, folder }, LINX_WMS),
  },
  "delage-wms": {
    ports: 1,
    start: ({ ports: [port = 0], folder }: StandInStart) => startWms({ port, folder }, DELAGE_WMS),
  },
  "fisoft-wms": {
    ports: 1,
    start: ({ ports: [port = 0], folder }: StandInStart) => startWms({ port, folder }, FISOFT_WMS),
  },
  sngpc: {
    ports: 1,
    start: ({ ports: [port = 0], folder, answerDelay }: StandInStart) =>
      startSngpc({ port, folder, validationDelay: answerDelay }),
  },
  iqvia: {
    ports: 1,
    start: ({ ports: [port = 0], folder }: StandInStart) => startIqvia({ port, folder }),
  },
  unifabra: {
    ports: 1,
    start: ({ ports: [port = 0], folder, answerDelay }: StandInStart) =>
      startSftpCsv(
        { port, folder, returnDelay: answerDelay },
        {
          id: "unifabra",
          name: "Unifabra",
          user: "associada-modelo",
          password: "unifabra-modelo",
          check: checkUnifabraFile,
        },
      ),
  },
  mail: {
    ports: 1,
    start: ({ ports: [port = 0], folder }: StandInStart) => startMail({ port, folder }),
  },
  boavista: {
    ports: 1,
    start: ({ ports: [port = 0], folder }: StandInStart) => startBoavista({ port, folder }),
  },
  webcompras: {
    ports: 1,
    start: ({ ports: [port = 0], folder }: StandInStart) =>
      startRestLote({ port, folder }, webcomprasPlayer()),
  },
  naapyes: {
    ports: 1,
    start: ({ ports: [port = 0], folder }: StandInStart) => startConvenio({ port, folder }),
  },
} satisfies Record<string, StandInRow>;

export type PartnerId = keyof typeof STAND_INS;
type Started<Id extends PartnerId> = Awaited<ReturnType<(typeof STAND_INS)[Id]["start"]>>;

/** How to reach each stand-in. */
export type SandboxAccess = { [Id in PartnerId]: Started<Id>["access"] };
/** Each stand-in with what only it can do. */
export type SandboxPartners = { [Id in PartnerId]: Started<Id>["partner"] };

/** The control page's port and those of all stand-ins, counted from the first. */
export const SANDBOX_PORTS = 1 + Object.values(STAND_INS).reduce((sum, row) => sum + row.ports, 0);
