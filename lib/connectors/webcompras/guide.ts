import type { ConnectorGuide } from "../define.ts";

/** What the help page says of this type. */
export const guide: ConnectorGuide = {
  about:
    "O WebCompras recebe o que cada loja precisa comprar, os distribuidores cotam, e os pedidos cotados voltam para o Enlace.",
  ask: [
    "Endereço da API e o token de acesso",
    "O CNPJ com que a rede está cadastrada no portal",
    "Os caminhos de necessidades e de pedidos e os nomes dos campos, quando forem outros",
    "Quantos dias de venda a rede quer ter em estoque, no mínimo e no máximo",
  ],
  how: [
    "Todo dia às 06:00 (horário ajustável) envia as necessidades de cada loja: estoque, mínimo, máximo, médias de 30, 60 e 90 dias, quantidade sugerida em embalagens inteiras e último custo.",
    "As médias são calculadas das vendas que o Enlace tem, descontando cancelamentos e devoluções.",
    "No intervalo da integração busca os pedidos novos e alterados. Pedido vencido, de distribuidor não cadastrado, com quantidade menor que 1, produto desconhecido ou embalagem diferente aparece entre as recusas da tarefa.",
    "Escolha em Filiais as lojas que compram pelo portal.",
  ],
  assumed: [
    "Endereços, nomes de campos, autenticação e respostas: o parceiro não publica o contrato, e o Enlace usa os perfis genéricos REST-LOTE (necessidades) e REST-PULL (pedidos).",
  ],
};
