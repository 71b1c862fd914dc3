/** Columns of each file, in the partner's order and letter case. */
export const LAYOUTS = {
  segmento: ["seqsegmento", "segmento"],
  loja: ["seqloja", "seqsegmento", "loja", "cd", "bandeira", "status", "logradouro", "numero", "complemento", "bairro", "cidade", "estado", "pais", "cep", "razao_social", "cnpj"],
  categoria: ["seqcategoria", "seqcategoria_pai", "categoria"],
  fornecedor: ["SEQFORNECEDOR", "FORNECEDOR", "LOGRADOURO", "NUMERO", "COMPLEMENTO", "BAIRRO", "CIDADE", "ESTADO", "PAIS", "CEP", "RAZAO_SOCIAL", "CNPJ", "IE"],
  produto_descricao: ["SEQPRODUTO", "SEQCATEGORIA", "SEQFAMILIA", "SEQSIMILARIDADE", "SEQFORNECEDOR", "DESCRICAO", "TIPO_EMBALAGEM", "QUANTIDADE_EMBALAGEM", "QUANTIDADE_PROPORCIONAL", "UNIDADE_EMBALAGEM", "UNIDADE_PROPORCIONAL"],
  produto_ean: ["SEQPRODUTO", "EAN", "PRINCIPAL"],
  produto_preco: ["SEQPRODUTO", "SEQLOJA", "PRECO_NORMAL", "PRECO_PROMOCAO", "PRECO_FIDELIDADE", "PRECO_ATACADO", "CUSTO_LIQUIDO", "ALIQUOTA", "QUANTIDADE_ATACADO", "QUANTIDADE_CAIXA"],
  produto_estoque: ["SEQPRODUTO", "SEQLOJA", "ESTOQUE", "ESTOQUE_PENDENTE", "MEDIA_VENDA_DIARIA"],
  produto_ativo: ["SEQPRODUTO", "SEQLOJA", "ATIVO"],
  cupom: ["DT_VENDA", "SEQPRODUTO", "SEQLOJA", "SEQCUPOM", "SEQCLIENTE", "QUANTIDADE", "PRECO_UNITARIO", "CUSTO_UNITARIO", "DESCONTO_UNITARIO", "FLAG_OFERTA"],
  meta_categoria: ["SEQCATEGORIA", "META", "COMPETITIVIDADE", "MIDIA"],
} as const;

export type Entity = keyof typeof LAYOUTS;
