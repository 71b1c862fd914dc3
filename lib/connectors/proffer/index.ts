import { dailyAt, daysBack, everyMinutesOf } from "@/lib/core/schedule.ts";
import { defineConnector } from "../define.ts";
import { previewCsv } from "../profiles/csv-layout.ts";
import { checkFolders, sftpCsvDelivery, sftpCsvSettings } from "../profiles/sftp-csv.ts";
import { hour, minutes, secret, table } from "../settings.ts";
import { guide } from "./guide.ts";
import { collectSuggestions } from "./collect.ts";
import { prepareFiles } from "./prepare.ts";
import { RETURN_SETTINGS } from "./returns.ts";
import { PRODUCTS, PURCHASES, SALES, STOCK } from "./rows.ts";
import { ZONE_COLUMNS } from "./zones.ts";

const FILES = [PRODUCTS, SALES, PURCHASES, STOCK];
/** The key of the contract is the same for every client of the partner: it is the password of the account there. */
const SETTINGS = sftpCsvSettings(FILES).map((setting) =>
  setting.key === "sftp_senha"
    ? secret("sftp_senha", "Chave padrão", {
        help: "A mesma para todos os clientes; conhecida apenas pelos agentes de suporte",
      })
    : setting,
);
const sendHour = hour("horario_envio", "Horário do envio", "03:30");
const returnsMinutes = minutes(
  "intervalo_retornos_min",
  "Intervalo dos preços sugeridos (minutos)",
  60,
);

export const proffer = defineConnector({
  id: "proffer",
  name: "Proffer",
  summary:
    "Inteligência de preços: envia cadastro, vendas, compras e estoque, recebe preços sugeridos por zona.",
  // A curve that finds its point.
  icon: "M4 4v16h16M7 16c3 0 3-8 6-8s3 4 6 4M13 8v.01M13 11v6",
  contract: "generic",
  guide,
  transport: "sftp",
  settings: [
    ...SETTINGS,
    ...RETURN_SETTINGS,
    table("zonas", "Zonas de preço", {
      required: false,
      columns: ZONE_COLUMNS,
      help: "Preencha só as zonas que a Proffer chama por outro código que o do Enlace",
    }),
    sendHour,
    returnsMinutes,
  ],
  check: checkFolders,
  preview: (settings, setting) => previewCsv(settings, FILES, setting),
  operations: {
    files: {
      label: "Cadastro, vendas, compras e estoque",
      schedule: dailyAt(sendHour),
      period: daysBack(1),
      secondSending: { effect: "replaces", certainty: "assumed" },
      missed: "all",
      manualRun: { maxDays: 31 },
      prepare: prepareFiles,
      ...sftpCsvDelivery,
    },
    suggestions: {
      label: "Preços sugeridos",
      schedule: everyMinutesOf(returnsMinutes),
      period: daysBack(0),
      collect: collectSuggestions,
    },
  },
});
