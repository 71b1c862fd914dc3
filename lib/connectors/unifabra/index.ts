import { dailyAt, daysBack } from "@/lib/core/schedule.ts";
import { defineConnector } from "../define.ts";
import { NEGATIVE_STOCK } from "../profiles/catalogue-entities.ts";
import { previewCsv } from "../profiles/csv-layout.ts";
import { checkFolders, sftpCsvDelivery, sftpCsvSettings } from "../profiles/sftp-csv.ts";
import { hour, text } from "../settings.ts";
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
  guide: {
    about:
      "A Unifabra reúne farmácias associadas: recebe de cada loja as vendas, o estoque e os produtos, com a marca própria assinalada.",
    ask: [
      "Endereço, porta, usuário e senha do SFTP",
      "Os diretórios de envio e de retorno",
      "O código da associação e o código de associado de cada loja",
      "As colunas, o nome e a forma de cada arquivo, quando forem outros",
    ],
    how: [
      "Todo dia, às 02:30 (horário ajustável), envia as vendas do dia anterior, o estoque e os produtos, um arquivo por loja.",
      "A tarefa fica Enviada até o parceiro gravar o arquivo de retorno; linhas recusadas aparecem na tarefa.",
      "Um arquivo enviado novamente substitui o anterior: nada é contado duas vezes.",
      "Produto sem EAN fica de fora e é contado no log; de marca própria sem EAN, ou com dígito errado, é recusado antes do envio.",
    ],
    assumed: [
      "Nomes, colunas e arquivo de retorno: o parceiro não publica o contrato, e o Enlace usa o perfil genérico SFTP-CSV. As colunas, o nome e a forma dos arquivos são editáveis em Configurações.",
    ],
  },
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
      missed: "all",
      prepare: prepareFiles,
      ...sftpCsvDelivery,
    },
  },
});
