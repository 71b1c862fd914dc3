import type { ConnectorGuide } from "../define.ts";

/** What the help page says of this type. */
export const guide: ConnectorGuide = {
  about:
    "A Control Shop recebe os produtos, os preços e o estoque de cada loja. Para que ela os usa depende do serviço contratado: confirme com o parceiro.",
  ask: [
    "Endereço da API e o token de acesso",
    "O código de cada loja",
    "Os caminhos e os nomes dos campos, quando forem outros",
    "De quanto em quanto tempo ela quer receber as mudanças (de 15 a 60 minutos é o comum)",
  ],
  how: [
    "No intervalo da integração, envia o que mudou desde o último envio que foi aceito por inteiro.",
    "A cada 7 dias (ajustável), no primeiro envio do dia ou a partir do horário configurado, envia tudo novamente.",
    "Produto sem preço não é enviado; oferta igual ou acima do preço normal fica de fora do registro e é contada no log.",
    "Quando dois produtos têm o mesmo EAN, só o primeiro segue com ele.",
  ],
  assumed: [
    "O que é o serviço e o contrato inteiro: o parceiro não os publica, e o Enlace usa o perfil genérico REST-LOTE.",
  ],
};
