import { dailyAt, daysBack, everyMinutesOf } from "@/lib/core/schedule.ts";
import { defineConnector } from "../define.ts";
import { previewCsv } from "../profiles/csv-layout.ts";
import { checkFolders, sftpCsvDelivery, sftpCsvSettings } from "../profiles/sftp-csv.ts";
import { hour, minutes, secret, table } from "../settings.ts";
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
  guide: {
    about:
      "A Proffer calcula preços a partir da procura, da concorrência e do custo. Recebe o cadastro, as vendas, as compras e o estoque das lojas e devolve um preço sugerido por produto e zona de preço.",
    ask: [
      "Endereço, porta e usuário do SFTP",
      "Os diretórios de envio e de retorno",
      "Como a Proffer chama cada zona de preço, se não for pelo código usado no Enlace",
      "As colunas, o nome e a forma de cada arquivo, enviado ou devolvido, quando forem outros",
    ],
    how: [
      "Todo dia, às 03:30 (horário ajustável), envia quatro arquivos por loja: produtos com preço, custo e PMC, vendas e compras do dia anterior, e estoque.",
      "A cada 60 minutos (ajustável), lê os retornos novos; cada um é lido uma vez.",
      "Os preços sugeridos aparecem em Alteração de Preço/Oferta. Nada muda até uma pessoa aplicar, e a aplicação pode ser desfeita. O ERP busca pela API o que foi aplicado ou desfeito e o leva ao caixa.",
      "São recusadas, com o motivo: sugestões com mais de três dias, de produto ou zona desconhecidos, vencidas ou fora da faixa informada.",
      "Dias anteriores podem ser enviados em “Executar integração”, até 31 dias por vez.",
    ],
    assumed: [
      "Nomes e colunas dos arquivos, nos dois sentidos, e o arquivo de retorno de cada envio: o parceiro não publica o contrato, e o Enlace usa o perfil genérico SFTP-CSV. As colunas, o nome e a forma dos arquivos, nos dois sentidos, são editáveis em Configurações.",
    ],
  },
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
