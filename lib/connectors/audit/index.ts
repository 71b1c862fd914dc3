import { dailyAt, daysBack } from "@/lib/core/schedule.ts";
import { defineConnector } from "../define.ts";
import { previewCsv } from "../profiles/csv-layout.ts";
import { checkFolders, sftpCsvDelivery, sftpCsvSettings } from "../profiles/sftp-csv.ts";
import { hour, text, toggle } from "../settings.ts";
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
  guide: {
    about:
      "Painel de vendas ao consumidor: recebe as vendas e o estoque de cada loja, um arquivo por loja e dia.",
    ask: [
      "Endereço, porta, usuário e senha do SFTP",
      "Os diretórios de envio e de retorno",
      "Se o painel aceita somente medicamentos",
      "As colunas, o nome e a forma de cada arquivo, e os códigos da rede e das lojas, quando o contrato os pede",
    ],
    how: [
      "Todo dia, às 03:00 (horário ajustável), envia as vendas do dia anterior e o estoque.",
      "A tarefa fica Enviada até o parceiro gravar o arquivo de retorno; linhas recusadas aparecem na tarefa.",
      "Produtos sem EAN ficam de fora e são contados no log; EAN com dígito errado é recusado antes do envio.",
      "O tipo da venda (normal, PBM, convênio, Farmácia Popular) e o CRM da receita seguem quando a venda os traz.",
    ],
    assumed: [
      "Nomes, colunas e arquivo de retorno: o parceiro não publica o contrato, e o Enlace usa o perfil genérico SFTP-CSV. Tudo isso é editável em Configurações.",
    ],
  },
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
      missed: "all",
      manualRun: { maxDays: 31 },
      personal: "o registro profissional de prescritores",
      prepare: prepareFiles,
      ...sftpCsvDelivery,
    },
  },
});
