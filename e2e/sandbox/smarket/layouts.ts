/** How one column must read. */
export type ColumnKind =
  | "text"
  | "number"
  | "optional_number"
  | "optional_amount"
  | "instant"
  | "flag"
  | "optional_flag"
  | "digits"
  | "ean";

/**
 * Columns of each Smarket file in order. Header names are written as the partner writes them: some
 * lower case, some upper.
 */
export const LAYOUTS: Readonly<
  Record<string, readonly (readonly [name: string, kind: ColumnKind])[]>
> = {
  segmento: [
    ["seqsegmento", "digits"],
    ["segmento", "text"],
  ],
  loja: [
    ["seqloja", "digits"],
    ["seqsegmento", "digits"],
    ["loja", "text"],
    ["cd", "text"],
    ["bandeira", "text"],
    ["status", "text"],
    ["logradouro", "text"],
    ["numero", "text"],
    ["complemento", "text"],
    ["bairro", "text"],
    ["cidade", "text"],
    ["estado", "text"],
    ["pais", "text"],
    ["cep", "text"],
    ["razao_social", "text"],
    ["cnpj", "text"],
  ],
  categoria: [
    ["seqcategoria", "text"],
    ["seqcategoria_pai", "text"],
    ["categoria", "text"],
  ],
  fornecedor: [
    ["SEQFORNECEDOR", "text"],
    ["FORNECEDOR", "text"],
    ["LOGRADOURO", "text"],
    ["NUMERO", "text"],
    ["COMPLEMENTO", "text"],
    ["BAIRRO", "text"],
    ["CIDADE", "text"],
    ["ESTADO", "text"],
    ["PAIS", "text"],
    ["CEP", "text"],
    ["RAZAO_SOCIAL", "text"],
    ["CNPJ", "text"],
    ["IE", "text"],
  ],
  produto_descricao: [
    ["SEQPRODUTO", "text"],
    ["SEQCATEGORIA", "text"],
    ["SEQFAMILIA", "text"],
    ["SEQSIMILARIDADE", "text"],
    ["SEQFORNECEDOR", "text"],
    ["DESCRICAO", "text"],
    ["TIPO_EMBALAGEM", "text"],
    ["QUANTIDADE_EMBALAGEM", "optional_number"],
    ["QUANTIDADE_PROPORCIONAL", "optional_number"],
    ["UNIDADE_EMBALAGEM", "text"],
    ["UNIDADE_PROPORCIONAL", "text"],
  ],
  produto_ean: [
    ["SEQPRODUTO", "text"],
    ["EAN", "ean"],
    ["PRINCIPAL", "flag"],
  ],
  produto_preco: [
    ["SEQPRODUTO", "text"],
    ["SEQLOJA", "digits"],
    ["PRECO_NORMAL", "number"],
    ["PRECO_PROMOCAO", "optional_number"],
    ["PRECO_FIDELIDADE", "optional_number"],
    ["PRECO_ATACADO", "optional_number"],
    ["CUSTO_LIQUIDO", "optional_number"],
    ["ALIQUOTA", "optional_number"],
    ["QUANTIDADE_ATACADO", "optional_number"],
    ["QUANTIDADE_CAIXA", "optional_number"],
  ],
  produto_estoque: [
    ["SEQPRODUTO", "text"],
    ["SEQLOJA", "digits"],
    ["ESTOQUE", "number"],
    ["ESTOQUE_PENDENTE", "optional_number"],
    ["MEDIA_VENDA_DIARIA", "optional_number"],
  ],
  produto_ativo: [
    ["SEQPRODUTO", "text"],
    ["SEQLOJA", "digits"],
    ["ATIVO", "flag"],
  ],
  cupom: [
    ["DT_VENDA", "instant"],
    ["SEQPRODUTO", "text"],
    ["SEQLOJA", "digits"],
    ["SEQCUPOM", "text"],
    ["SEQCLIENTE", "text"],
    ["QUANTIDADE", "number"],
    ["PRECO_UNITARIO", "number"],
    ["CUSTO_UNITARIO", "optional_number"],
    ["DESCONTO_UNITARIO", "optional_number"],
    ["FLAG_OFERTA", "optional_flag"],
  ],
  meta_categoria: [
    ["SEQCATEGORIA", "text"],
    ["META", "optional_amount"],
    ["COMPETITIVIDADE", "text"],
    ["MIDIA", "text"],
  ],
};
