import type { ConnectorGuide } from "../define.ts";

/** What the help page says of this type. */
export const guide: ConnectorGuide = {
  about:
    "A Cosmos (Bluesoft) é um catálogo de produtos por código de barras. O Enlace pergunta pelos seus produtos e traz o que ela sabe a mais ou diferente como proposta, que uma pessoa aceita ou recusa campo a campo.",
  ask: ["O token de acesso da API da Cosmos", "Quantas consultas por dia o seu plano permite"],
  how: [
    "Produtos novos são perguntados a cada hora; o restante do cadastro, aos poucos, toda madrugada, dentro do limite diário.",
    "Nada é alterado sozinho: descrição, marca, NCM, CEST e imagem viram propostas em Recebidos › Propostas de cadastro.",
    "Um código que a Cosmos não conhece não é perguntado novamente por um tempo, e um que ela conhece só depois de meses.",
    "Não são perguntados: códigos com dígito verificador errado, códigos internos que começam com 2, caixas (14 dígitos) e produtos sem código.",
  ],
  assumed: [
    "Quantas consultas cada plano permite: a Cosmos não publica o número, que por isso é uma chave.",
  ],
};
