import { dailyAt, daysBack } from "@/lib/core/schedule.ts";
import { defineConnector } from "../define.ts";
import { NEGATIVE_STOCK, productsEntity, stockEntity } from "../profiles/catalogue-entities.ts";
import { checkRest } from "../profiles/rest-address.ts";
import { lotOperation, lotSettings } from "../profiles/rest-lote.ts";
import { salesEntity } from "../profiles/sales-entity.ts";
import { hour, text } from "../settings.ts";

const client = text("codigo_cliente", "Código do cliente", {
  help: "Código com que a Trivio identifica a rede; segue em cada lote",
  maxLength: 60,
});
const [salesHour, catalogueHour] = [
  hour("horario_vendas", "Horário das vendas", "03:00"),
  hour("horario_cadastro", "Horário dos produtos e do estoque", "04:00"),
];
const [sales, products, stock] = [salesEntity(), productsEntity(), stockEntity()];

export const trivio = defineConnector({
  id: "trivio",
  name: "Trivio",
  summary: "Recebe as vendas de cada loja, os produtos e o estoque, em lotes JSON.",
  // Three points on their way to one.
  icon: "M4 6h.01M4 12h.01M4 18h.01M7 6h4l4 6M7 12h8M7 18h4l4-6M15 12h2M20 12a1.5 1.5 0 1 1-3 0 1.5 1.5 0 0 1 3 0z",
  contract: "generic",
  guide: {
    about:
      "A Trivio recebe as vendas de cada loja, com itens e pagamentos, e também os produtos e o estoque.",
    ask: [
      "Endereço da API e o token de acesso",
      "Em que cabeçalho o token segue",
      "O código do cliente",
      "O caminho de vendas, produtos e estoque e os nomes dos campos, quando forem outros",
      "Se estoque negativo é aceito",
    ],
    how: [
      "Todo dia, às 03:00, envia as vendas do dia anterior; às 04:00, os produtos e o estoque. Os dois horários são ajustáveis em Configurações.",
      "Cada lote leva até 500 registros e uma chave própria: repetir um envio não duplica nada, e o que já foi aceito não segue novamente.",
      "Dias anteriores podem ser enviados em “Executar integração”, até 31 dias por vez.",
      "O CPF do cliente não é enviado.",
    ],
    assumed: [
      "Endereços, nomes de campos, autenticação e respostas: o parceiro não publica o contrato, e o Enlace usa o perfil genérico REST-LOTE.",
    ],
  },
  transport: "rest",
  settings: [
    ...lotSettings([sales, products, stock]),
    client,
    NEGATIVE_STOCK,
    salesHour,
    catalogueHour,
  ],
  check: checkRest,
  operations: {
    sales: lotOperation({
      label: "Vendas",
      schedule: dailyAt(salesHour),
      period: daysBack(1),
      missed: "all",
      manualRun: { maxDays: 31 },
      ledger: true,
      entities: [sales],
      head: [client],
    }),
    catalogue: lotOperation({
      label: "Produtos e estoque",
      schedule: dailyAt(catalogueHour),
      period: daysBack(0),
      entities: [products, stock],
      head: [client],
    }),
  },
});
