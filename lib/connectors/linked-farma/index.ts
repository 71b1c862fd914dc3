import { dailyAt, daysBack } from "@/lib/core/schedule.ts";
import { defineConnector } from "../define.ts";
import { NEGATIVE_STOCK, productsEntity, stockEntity } from "../profiles/catalogue-entities.ts";
import { checkRest } from "../profiles/rest-address.ts";
import { lotOperation, lotSettings } from "../profiles/rest-lote.ts";
import { salesEntity } from "../profiles/sales-entity.ts";
import { hour, text, toggle } from "../settings.ts";

const network = text("codigo_rede", "Código da rede", {
  help: "Código da rede de farmácias na Gruppy",
  maxLength: 60,
});
const store = text("codigo_loja", "Código da loja", {
  perBranch: true,
  help: "Um por filial, informado pela Gruppy",
  maxLength: 60,
});
const withDocument = toggle("enviar_cpf", "Enviar CPF do cliente", {
  defaultValue: "nao",
  help: "Sim: o CPF informado na venda segue quando o dígito confere. Só ligue se o contrato da rede prevê o tratamento desse dado",
});
const [salesHour, catalogueHour] = [
  hour("horario_vendas", "Horário das vendas", "03:30"),
  hour("horario_cadastro", "Horário dos produtos e do estoque", "04:30"),
];
const [sales, products, stock] = [
  salesEntity({ documentToggle: withDocument.key }),
  productsEntity(),
  stockEntity(),
];

export const linkedFarma = defineConnector({
  id: "linked-farma",
  name: "Linked Farma (Gruppy)",
  summary: "Plataforma de redes de farmácias: recebe vendas, produtos e estoque de cada loja.",
  // Two links of a chain around a cross.
  icon: "M9 8H7a4 4 0 0 0 0 8h2M15 8h2a4 4 0 0 1 0 8h-2M12 9.5v5M9.5 12h5",
  contract: "generic",
  guide: {
    about:
      "A Linked Farma (Gruppy) reúne as lojas de uma rede: recebe as vendas, os produtos e o estoque de cada uma para análise e relacionamento com clientes.",
    ask: [
      "Endereço da API e o token de acesso",
      "Em que cabeçalho o token segue",
      "O código da rede e o código de cada loja",
      "Os caminhos e os nomes dos campos, quando forem outros",
      "Se o contrato prevê o envio do CPF de quem compra",
    ],
    how: [
      "Todo dia, às 03:30, envia as vendas do dia anterior; às 04:30, os produtos e o estoque. Os dois horários são ajustáveis em Configurações.",
      "Cancelamentos e devoluções seguem como registros próprios, ligados à venda de origem.",
      "O que a plataforma já aceitou não segue novamente, nem em uma execução repetida.",
      "Dias anteriores podem ser enviados em “Executar integração”, até 31 dias por vez.",
      "O CPF só é enviado quando a chave “Enviar CPF do cliente” está ligada; CPF com dígito errado nunca é enviado.",
    ],
    assumed: [
      "Endereços, nomes de campos, autenticação e respostas: o parceiro não publica o contrato, e o Enlace usa o perfil genérico REST-LOTE.",
    ],
  },
  transport: "rest",
  settings: [
    ...lotSettings([sales, products, stock]),
    network,
    store,
    withDocument,
    NEGATIVE_STOCK,
    salesHour,
    catalogueHour,
  ],
  check: checkRest,
  operations: {
    sales: lotOperation({
      label: "Vendas",
      personal: "CPF de clientes, quando o envio está ligado",
      schedule: dailyAt(salesHour),
      period: daysBack(1),
      missed: "all",
      manualRun: { maxDays: 31 },
      ledger: true,
      entities: [sales],
      head: [network, store],
    }),
    catalogue: lotOperation({
      label: "Produtos e estoque",
      schedule: dailyAt(catalogueHour),
      period: daysBack(0),
      entities: [products, stock],
      head: [network, store],
    }),
  },
});
