import type { ConnectorGuide } from "../define.ts";

/** What the help page says of this type. */
export const guide: ConnectorGuide = {
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
};
