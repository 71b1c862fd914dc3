import type { ConnectorGuide } from "../define.ts";

/** What the help page says of this type. */
export const guide: ConnectorGuide = {
  about:
    "A Proffer calcula preços a partir da procura, da concorrência e do custo. Recebe o cadastro, as vendas, as compras e o estoque das lojas e devolve um preço sugerido por produto e zona de preço.",
  ask: [
    "Endereço, porta e usuário do SFTP",
    "Os diretórios de envio e de retorno",
    "Como a Proffer chama cada zona de preço, se não for pelo código usado no Enlace",
    "As colunas, o nome e a forma de cada arquivo, enviado ou devolvido, quando forem outros",
  ],
  how: [
    "Todo dia, às 03:30 (horário ajustável), envia quatro arquivos por loja: produtos com preço, custo e PMC, vendas e compras do dia anterior, e estoque.",
    "A cada 60 minutos (ajustável), lê os retornos novos; cada um é lido uma vez.",
    "Os preços sugeridos aparecem em Alteração de Preço/Oferta. Nada muda até uma pessoa aplicar, e a aplicação pode ser desfeita. O ERP busca pela API o que foi aplicado ou desfeito e o leva ao caixa.",
    "São recusadas, com o motivo: sugestões com mais de três dias, de produto ou zona desconhecidos, vencidas ou fora da faixa informada.",
    "Dias anteriores podem ser enviados em “Executar integração”, até 31 dias por vez.",
  ],
  assumed: [
    "Nomes e colunas dos arquivos, nos dois sentidos, e o arquivo de retorno de cada envio: o parceiro não publica o contrato, e o Enlace usa o perfil genérico SFTP-CSV. As colunas, o nome e a forma dos arquivos, nos dois sentidos, são editáveis em Configurações.",
  ],
};
