import type { ConnectorGuide } from "../define.ts";

/** What the help page says of this type. */
export const guide: ConnectorGuide = {
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
};
