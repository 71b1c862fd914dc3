import { dailyAt, daysBack } from "../../core/schedule.ts";
import { defineConnector } from "../define.ts";
import { checkFolders, SFTP_CSV_SETTINGS, sftpCsvDelivery } from "../profiles/sftp-csv.ts";
import { hour, toggle } from "../settings.ts";
import { prepareFiles } from "./prepare.ts";

const sendHour = hour("horario_envio", "Horário do envio", "03:00");

export const audit = defineConnector({
  id: "audit",
  name: "Audit",
  summary: "Painel de vendas ao consumidor: envia vendas e estoque por loja e dia.",
  contract: "generic",
  guide: {
    about: "Painel de vendas ao consumidor: recebe as vendas e o estoque de cada loja, um arquivo por loja e dia.",
    ask: ["Endereço, porta, usuário e senha do SFTP", "Os diretórios de envio e de retorno", "Se o painel aceita somente medicamentos"],
    how: ["Todo dia, às 03:00 (horário ajustável), envia as vendas do dia anterior e o estoque.", "A tarefa fica Enviada até o parceiro gravar o arquivo de retorno; linhas recusadas aparecem na tarefa.", "Produtos sem EAN ficam de fora e são contados no log; EAN com dígito errado é recusado antes do envio."],
    assumed: ["Nomes, colunas e arquivo de retorno: o parceiro não publica o contrato, e o hub usa o perfil genérico SFTP-CSV."],
  },
  transport: "sftp",
  settings: [
    ...SFTP_CSV_SETTINGS,
    toggle("somente_medicamentos", "Enviar somente medicamentos", { defaultValue: "nao", help: "Sim: produtos sem registro MS ficam de fora" }),
    sendHour,
  ],
  check: checkFolders,
  operations: {
    files: {
      label: "Vendas e estoque",
      schedule: dailyAt(sendHour),
      period: daysBack(1),
      missed: "all",
      manualRun: { maxDays: 31 },
      prepare: prepareFiles,
      ...sftpCsvDelivery,
    },
  },
});
