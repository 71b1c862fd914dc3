import type { ConnectorGuide } from "../define.ts";

/** What the help page says of this type. */
export const guide: ConnectorGuide = {
  about:
    "A Propz aprende com as compras dos seus clientes e devolve ofertas para cada um. O Enlace envia cada cupom e traz as ofertas de quem consentiu em recebê-las.",
  ask: [
    "O domínio do seu ambiente e o token (identificador do banco de dados)",
    "Usuário e senha da API",
    "O código de cada loja no cadastro da Propz (storeId)",
  ],
  how: [
    "As vendas de hoje e de ontem seguem no intervalo da integração, um cupom por chamada; o que já foi aceito não é enviado novamente.",
    "O CPF só acompanha a compra quando o cliente está cadastrado e consentiu; os demais cupons seguem sem cliente, ou não seguem, conforme a chave “Venda sem cliente”.",
    "Cupons cancelados não são enviados. Devoluções também não, porque o contrato só tem compras; elas são contadas no log.",
    "As ofertas são consultadas todos os dias às 05:00, para os clientes com consentimento que compraram nos últimos 7 dias, até o limite informado. As de massa ficam à disposição do ERP pela API, para valer no caixa; as de uma só pessoa, não.",
    "Dias anteriores podem ser enviados em “Executar integração”, até 31 dias por vez.",
  ],
  assumed: [
    "O contrato foi observado no conector público da própria Propz. A carga retroativa usa a mesma chamada, com a data original do cupom.",
    "A Propz reconhece um cupom pelo ticketId: repetido, ele não conta duas vezes.",
  ],
};
