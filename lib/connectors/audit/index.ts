import { daily, daysBack } from "../../core/schedule.ts";
import { defineConnector } from "../define.ts";
import { checkFolders, SFTP_CSV_SETTINGS, sftpCsvDelivery } from "../profiles/sftp-csv.ts";
import { toggle } from "../settings.ts";
import { prepareFiles } from "./prepare.ts";

export const audit = defineConnector({
  id: "audit",
  name: "Audit",
  summary: "Painel de vendas ao consumidor: envia vendas e estoque por loja e dia.",
  contract: "generic",
  transport: "sftp",
  settings: [
    ...SFTP_CSV_SETTINGS,
    toggle("somente_medicamentos", "Enviar somente medicamentos", { defaultValue: "nao", help: "Sim: produtos sem registro MS ficam de fora" }),
  ],
  check: checkFolders,
  operations: {
    files: {
      label: "Vendas e estoque",
      schedule: daily("03:00"),
      period: daysBack(1),
      missed: "all",
      manualRun: { maxDays: 31 },
      prepare: prepareFiles,
      ...sftpCsvDelivery,
    },
  },
});
