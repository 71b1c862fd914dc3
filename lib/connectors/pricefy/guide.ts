import type { ConnectorGuide } from "../define.ts";

/** What the help page says of this type. */
export const guide: ConnectorGuide = {
  about:
    "A Pricefy imprime etiquetas e cartazes: recebe de cada loja o preço normal e as ofertas de/por, a partir de, fidelidade, leve e pague, desconto na unidade e compre e ganhe.",
  ask: [
    "Endereço da API e o token de acesso",
    "Em que cabeçalho o token segue, ou o caminho e o corpo da chamada que o devolve",
    "O caminho de cada um dos sete tipos de preço e os nomes dos campos, quando forem outros",
  ],
  how: [
    "No intervalo da integração, envia os preços e as ofertas que valem no dia, loja por loja.",
    "Preço acima do máximo ao consumidor (PMC), oferta igual ou acima do preço normal e ofertas que se sobrepõem são recusadas antes do envio, com o produto e o motivo.",
    "Produto sem preço ou inativo não é enviado.",
  ],
  assumed: [
    "O envio em lotes pelo perfil genérico REST-LOTE: o parceiro não publica o contrato. Os sete tipos e os nomes dos campos foram observados em um sistema que a Pricefy consulta.",
  ],
};
