import type { ConnectorGuide } from "../define.ts";

/** What the help page says of this type. */
export const guide: ConnectorGuide = {
  about:
    "A IQVIA mede o mercado de medicamentos e produtos de farmácia. O Enlace gera um JSON por dia com lojas, produtos, vendas, devoluções e estoque, e acompanha o envio até a aceitação.",
  ask: [
    "O client id e o client secret da rede",
    "O código IQVIA de cada loja",
    "Os nomes dos campos da autenticação e do envio e as palavras da situação do envio, se forem diferentes dos já preenchidos",
  ],
  how: [
    "O dia de ontem segue todos os dias às 04:00. Um período pedido em “Executar integração” (até 31 dias) segue em um único ZIP, com um JSON por dia.",
    "A tarefa fica Enviada até a IQVIA processar o arquivo; a situação é consultada a cada 10 minutos pelo guid.",
    "Nenhum dado de pessoas é enviado: as vendas a pessoas vão em um cliente genérico por loja. Empresas vão com o CNPJ.",
    "Produtos sem EAN não são enviados. Brindes vão com o preço de tabela e desconto de 100%. Devoluções e cancelamentos vão à parte, com quantidade positiva.",
    "O estoque é o do momento do envio e só acompanha o último dia; dias anteriores vão sem estoque.",
  ],
  assumed: [
    "O endereço e as palavras da situação do envio e os nomes dos campos da autenticação e do ZIP não são públicos: são chaves de configuração.",
    "Um dia enviado novamente substitui o que a IQVIA tinha.",
  ],
};
