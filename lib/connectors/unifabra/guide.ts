import type { ConnectorGuide } from "../define.ts";

/** What the help page says of this type. */
export const guide: ConnectorGuide = {
  about:
    "A Unifabra reúne farmácias associadas: recebe de cada loja as vendas, o estoque e os produtos, com a marca própria assinalada.",
  ask: [
    "Endereço, porta e usuário do SFTP, com a senha ou uma chave SSH",
    "Os diretórios de envio e de retorno",
    "O código da associação e o código de associado de cada loja",
    "As colunas, o nome e a forma de cada arquivo, quando forem outros",
  ],
  how: [
    "Todo dia, às 02:30 (horário ajustável), envia as vendas do dia anterior, o estoque e os produtos, um arquivo por loja.",
    "A tarefa fica Enviada até o parceiro gravar o arquivo de retorno; linhas recusadas aparecem na tarefa.",
    "Um arquivo enviado novamente substitui o anterior: nada é contado duas vezes.",
    "Produto sem EAN fica de fora e é contado no log; de marca própria sem EAN, ou com dígito errado, é recusado antes do envio.",
  ],
  assumed: [
    "Nomes, colunas e arquivo de retorno: o parceiro não publica o contrato, e o Enlace usa o perfil genérico SFTP-CSV. As colunas, o nome e a forma dos arquivos são editáveis em Configurações.",
  ],
};
