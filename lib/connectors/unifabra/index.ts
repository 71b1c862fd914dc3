import { dailyAt, daysBack } from "@/lib/core/schedule.ts";
import { defineConnector } from "../define.ts";
import { NEGATIVE_STOCK } from "../profiles/catalogue-entities.ts";
import { previewCsv } from "../profiles/csv-layout.ts";
import { checkFolders, sftpCsvDelivery, sftpCsvSettings } from "../profiles/sftp-csv.ts";
import { hour, text } from "../settings.ts";
import { guide } from "./guide.ts";
import { prepareFiles } from "./prepare.ts";
import { PRODUCTS, SALES, STOCK } from "./rows.ts";

const FILES = [SALES, STOCK, PRODUCTS];
const sendHour = hour("horario_envio", "Horário do envio", "02:30");

export const unifabra = defineConnector({
  id: "unifabra",
  name: "Unifabra",
  summary: "Associação de farmácias: envia vendas, estoque e produtos de cada loja associada.",
  // Three shops joined.
  icon: "M12 4l3 3-3 3-3-3zM5 14l3 3-3 3-3-3zM19 14l3 3-3 3-3-3zM12 10v4M12 14l-4.5 2M12 14l4.5 2",
  contract: "generic",
  guide,
  transport: "sftp",
  settings: [
    ...sftpCsvSettings(FILES),
    text("codigo_associado", "Código do associado", {
      perBranch: true,
      maxLength: 40,
      help: "Um por loja, informado pela Unifabra",
    }),
    text("codigo_associacao", "Código da associação", {
      maxLength: 40,
      help: "Código da associação a que as lojas pertencem",
    }),
    NEGATIVE_STOCK,
    sendHour,
  ],
  check: checkFolders,
  preview: (settings, setting) => previewCsv(settings, FILES, setting),
  operations: {
    files: {
      label: "Vendas, estoque e produtos",
      schedule: dailyAt(sendHour),
      period: daysBack(1),
      secondSending: { effect: "replaces", certainty: "assumed" },
      missed: "all",
      prepare: prepareFiles,
      ...sftpCsvDelivery,
    },
  },
});
