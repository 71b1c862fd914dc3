import type { ConnectorGuide } from "../define.ts";

/** What the help page says of this type. */
export const guide: ConnectorGuide = {
  about:
    "A Dito segmenta os seus clientes e fala com eles. O Enlace envia quem consentiu, cada compra com os seus produtos e o que foi devolvido.",
  ask: [
    "A chave da API e a chave secreta da marca",
    "Como a marca identifica o cliente: CPF, e-mail ou código",
    "O código de cada loja, exatamente como está cadastrado na Dito",
    "Quais CFOPs contam como venda e como devolução",
  ],
  how: [
    "As vendas de ontem seguem todos os dias às 03:30: para cada cupom um evento “comprou” com o total e um “comprou-produto” por item, ligados pelo mesmo código de transação.",
    "Cada “comprou” é enviado uma única vez. Devoluções e cancelamentos de vendas já enviadas seguem como “devolveu”, com valor negativo.",
    "Só são enviados cupons de clientes cadastrados que consentiram em receber mensagens. Os demais são contados no log.",
    "Dias anteriores podem ser enviados em “Executar integração”, até 31 dias por vez.",
  ],
  assumed: [
    "Os nomes das propriedades além dos publicados pela Dito (transaction_id, store_name, product_name, product_price) seguem a mesma regra de escrita, mas foram escolhidos pelo Enlace.",
    "A Dito reconhece um evento repetido pelo message_id, como faz o conector de loja virtual dela.",
  ],
};
