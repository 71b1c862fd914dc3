import type { ConnectorGuide } from "../define.ts";

/** What the help page says of this type. */
export const guide: ConnectorGuide = {
  about:
    "A Ligo recebe os clientes que aceitaram ser contatados, as últimas compras deles e quais produtos há em cada loja. O serviço exato depende do contrato: confirme com o parceiro.",
  ask: [
    "Endereço da API e o token de acesso",
    "O id de cada loja",
    "Os caminhos e os nomes dos campos, quando forem outros",
    "Como o parceiro trata a retirada do consentimento (LGPD)",
  ],
  how: [
    "Todo dia às 05:00 (horário ajustável) envia os clientes: na primeira vez todos os que consentiram, depois os que mudaram.",
    "Quem retirou o consentimento segue só com o código, para que o parceiro pare de contatá-lo.",
    "Às 05:30 (horário ajustável) envia as compras do dia anterior de quem consentiu, ligadas pelo código do cliente; o CPF nunca é enviado.",
    "No intervalo da integração envia se há cada produto em cada loja, sem a quantidade.",
  ],
  assumed: [
    "O que é o serviço e o contrato inteiro: o parceiro não os publica, e o Enlace usa o perfil genérico REST-LOTE.",
  ],
};
