import { dailyAt, daysBack } from "@/lib/core/schedule.ts";
import { defineConnector } from "../define.ts";
import { previewCsv } from "../profiles/csv-layout.ts";
import { checkFolders, sftpCsvDelivery, sftpCsvSettings } from "../profiles/sftp-csv.ts";
import { hour, text, toggle } from "../settings.ts";
import { guide } from "./guide.ts";
import { prepareFiles } from "./prepare.ts";
import { SALES, STOCK } from "./rows.ts";

const FILES = [SALES, STOCK];
const sendHour = hour("horario_envio", "Horário do envio", "03:00");

export const audit = defineConnector({
  id: "audit",
  name: "Audit",
  summary: "Painel de vendas ao consumidor: envia vendas e estoque por loja e dia.",
  // A receipt under a lens.
  icon: "M5 3h11v7M5 3v18l2.5-1.5L10 21M8 7h5M8 11h3M18.5 15.5a3.5 3.5 0 1 1-7 0 3.5 3.5 0 0 1 7 0zM17.5 18l3 3",
  contract: "generic",
  guide,
  transport: "sftp",
  settings: [
    ...sftpCsvSettings(FILES),
    text("codigo_rede", "Código da rede", {
      required: false,
      maxLength: 40,
      help: "Somente se o contrato pede uma coluna com ele: acrescente-a em “Colunas”",
    }),
    text("codigo_loja", "Código da loja", {
      perBranch: true,
      required: false,
      maxLength: 40,
      help: "Um por filial; somente se o contrato pede uma coluna com ele",
    }),
    toggle("somente_medicamentos", "Enviar somente medicamentos", {
      defaultValue: "nao",
      help: "Sim: produtos sem registro MS ficam de fora",
    }),
    sendHour,
  ],
  check: checkFolders,
  preview: (settings, setting) => previewCsv(settings, FILES, setting),
  operations: {
    files: {
      label: "Vendas e estoque",
      schedule: dailyAt(sendHour),
      period: daysBack(1),
      secondSending: { effect: "replaces", certainty: "assumed" },
      missed: "all",
      manualRun: { maxDays: 31 },
      personal: "o registro profissional de prescritores",
      prepare: prepareFiles,
      ...sftpCsvDelivery,
    },
  },
});
