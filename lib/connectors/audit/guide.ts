import type { ConnectorGuide } from "../define.ts";

/** What the help page says of this type. */
export const guide: ConnectorGuide = {
  about:
    "Painel de vendas ao consumidor: recebe as vendas e o estoque de cada loja, um arquivo por loja e dia.",
  ask: [
    "Endereço, porta e usuário do SFTP, com a senha ou uma chave SSH",
    "Os diretórios de envio e de retorno",
    "Se o painel aceita somente medicamentos",
    "As colunas, o nome e a forma de cada arquivo, e os códigos da rede e das lojas, quando o contrato os pede",
  ],
  how: [
    "Todo dia, às 03:00 (horário ajustável), envia as vendas do dia anterior e o estoque.",
    "A tarefa fica Enviada até o parceiro gravar o arquivo de retorno; linhas recusadas aparecem na tarefa.",
    "Produtos sem EAN ficam de fora e são contados no log; EAN com dígito errado é recusado antes do envio.",
    "O tipo da venda (normal, PBM, convênio, Farmácia Popular) e o CRM da receita seguem quando a venda os traz.",
  ],
  assumed: [
    "Nomes, colunas e arquivo de retorno: o parceiro não publica o contrato, e o Enlace usa o perfil genérico SFTP-CSV. Tudo isso é editável em Configurações.",
  ],
};
