import { formatReais } from "./money.ts";
import { formatDay, isDay } from "./period.ts";
import { formatCount } from "./format-count.ts";

/** What each kind of received item is called. A kind without a word shows its name. */
export const RECEIVED_KIND: Readonly<Record<string, string>> = {
  promotion: "Promoção",
  offer: "Oferta personalizada",
  price_return: "Retorno de preços",
  reconciliation: "Conciliação",
  payment: "Pagamento",
  wms_entry: "Conferência de entrada",
  wms_exit: "Expedição",
  wms_inventory: "Inventário",
  order: "Pedido de compra",
  member: "Conveniado",
  closing: "Fechamento",
  product_rule: "Regra de produto",
  return: "Retorno",
  card_sale: "Venda no cartão",
};

// Partners choose these names: one like "constructor" must not find what every object inherits.
const wordFor = (words: Readonly<Record<string, string>>, name: string): string =>
  Object.hasOwn(words, name) ? (words[name] ?? name) : name;

/** A kind in words. */
export const receivedKind = (kind: string): string => wordFor(RECEIVED_KIND, kind);

/** Names of partners' fields as a person reads them; partners write in Spanish, English and their own short forms. */
const NAMES: Readonly<Record<string, string>> = {
  id: "Código",
  titulo: "Título",
  title: "Título",
  descripcion: "Descrição",
  descricao: "Descrição",
  description: "Descrição",
  tipo: "Tipo",
  type: "Tipo",
  promotionType: "Tipo",
  autor: "Patrocinador",
  nombre: "Nome",
  name: "Nome",
  vigenciaDesde: "Válida desde",
  vigenciaHasta: "Válida até",
  startDate: "Válida desde",
  endDate: "Válida até",
  limitePromocionesPorTicket: "Limite por cupom",
  detalles: "Regras",
  condiciones: "Condições",
  beneficios: "Benefícios",
  items: "Itens",
  itens: "Itens",
  articulos: "Produtos",
  codigoBarras: "Código de barras",
  ean: "EAN",
  cantidad: "Quantidade",
  quantidade: "Quantidade",
  precio: "Preço",
  preco: "Preço",
  descuento: "Desconto",
  paga: "Paga",
  formasPago: "Formas de pagamento",
  codigoTipoPago: "Código da forma",
  bines: "Cartões (BIN)",
  products: "Produtos",
  produtos: "Produtos",
  produto: "Produto",
  produtoid: "Código do produto",
  originalPrice: "Preço original (R$)",
  priceCents: "Preço na oferta",
  customer: "Cliente (código anônimo)",
  remaining: "Usos restantes",
  active: "Ativa",
  uuid: "Código",
  arquivo: "Arquivo",
  zonas: "Zonas de preço",
  precos: "Preços aproveitados",
  recusados: "Recusados",
  situacao: "Situação",
  status: "Situação",
  nsu: "NSU",
  valor: "Valor",
  data: "Data",
  mensagem: "Mensagem",
  motivo: "Motivo",
  entradaid: "Recebimento",
  operacao: "Operação",
  fornecedor: "Fornecedor",
  razao: "Razão social",
  fantasia: "Nome fantasia",
  cnpj: "CNPJ",
  documentonr: "Documento",
  documentooriginal: "Documento original",
  documentodata: "Data do documento",
  registroerp: "Registro no ERP",
  processo: "Processo",
  qtdxml: "Quantidade na nota",
  qtdcheckin: "Quantidade conferida",
  qtddevolvida: "Quantidade devolvida",
  qtdsegregada: "Quantidade segregada",
  qtdsuprida: "Quantidade separada",
  lote: "Lote",
  lotes: "Lotes",
  loteid: "Lote",
  fabricacao: "Fabricação",
  vencimento: "Validade",
  fabricante: "Fabricante",
  pedidoid: "Pedido",
  natureza: "Natureza",
  destinatario: "Destinatário",
  volumes: "Volumes",
  pedidovolumeid: "Volume",
  sequencia: "Sequência",
  caixa: "Caixa",
  identificacaocaixa: "Identificação da caixa",
  lacres: "Lacres",
  peso: "Peso",
  volume: "Volume",
  inventarioid: "Inventário",
  contagem: "Contagem",
  embalagempadrao: "Embalagem padrão",
  email: "E-mail",
  autorizacao: "Autorização",
  adquirente_cnpj: "CNPJ da adquirente",
  bandeira: "Bandeira",
  parcelas: "Parcelas",
  valor_bruto: "Valor bruto",
  valor_taxa: "Taxa (R$)",
  taxa_percentual: "Taxa (%)",
  valor_liquido: "Valor líquido",
  previsao_pagamento: "Previsão de pagamento",
  data_pagamento: "Data do pagamento",
  data_hora: "Data e hora",
  chave: "Venda",
  mechanic: "Mecânica",
  discountPercent: "Desconto (%)",
  discountAmount: "Desconto (R$)",
  finalPrice: "Preço final (R$)",
  minQuantity: "Quantidade mínima",
  minAmount: "Valor mínimo (R$)",
  maxPerCustomer: "Limite por cliente",
  requiresIdentification: "Pede identificação",
  requiresActivation: "Pede ativação",
  legalText: "Texto legal",
  stores: "Lojas",
  properties: "Propriedades",
  PRODUCT_ID_INCLUSION: "Produtos da oferta",
  promotionId: "Código da promoção",
  partnerPromotionId: "Código no parceiro",
  distribuidora: "Distribuidora",
  custo: "Custo",
  empresa: "Empresa",
  limite: "Limite",
};

const VALUES: Readonly<Record<string, string>> = {
  conciliada: "Conciliada",
  nao_conciliada: "Não conciliada",
  divergente: "Divergente",
  credito: "Crédito",
  debito: "Débito",
  voucher: "Vale",
  pix: "PIX",
  PERSONALIZED: "Personalizada",
  MASSIVE: "De massa",
  percent_off: "Desconto em por cento",
  money_off: "Desconto em reais",
  reduced_price: "Preço reduzido",
  virtual_pack: "Pacote",
  get_and_pay: "Leve e pague",
  LLEVA_PAGA: "Leve e pague",
  PRECIO_FIJO: "Preço fixo",
  DESCUENTO_VARIABLE: "Desconto em por cento",
  DESCUENTO_FIJO: "Desconto em reais",
  ADICIONAL_DESCUENTO: "Desconto em outro produto",
  ADICIONAL_REGALO: "Brinde",
};

/** A field's name in words. */
export const formatName = (name: string): string => wordFor(NAMES, name);

/** A text of a partner as a person reads it: days and moments in Brazilian form, codes in words. */
export function formatText(text: string): string {
  const moment = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2}))?/.exec(text);
  if (moment?.[1] && isDay(moment[1]) && (text.length === 10 || moment[2]))
    return moment[2] && moment[2] !== "00:00"
      ? `${formatDay(moment[1])} ${moment[2]}`
      : formatDay(moment[1]);
  return wordFor(VALUES, text);
}

type Data = Readonly<Record<string, unknown>>;
const asData = (value: unknown): Data =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Data) : {};
const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

function formatPromotion(data: Data): string[] {
  const rules = asData(data.detalles);
  const products = [
    ...listOf(asData(rules.condiciones).items),
    ...listOf(asData(rules.beneficios).items),
  ].flatMap((item) => listOf(asData(item).articulos));
  const author = asData(data.autor).descripcion;
  return [
    typeof data.tipo === "string" ? formatText(data.tipo) : "",
    products.length > 0 ? formatCount(products.length, "produto", "produtos") : "",
    typeof author === "string" ? author : "",
  ];
}

/** The one line a list shows of what an item holds; empty when its kind has none. */
export function summarizeReceived(kind: string, value: unknown): string {
  const data = asData(value);
  const number = (key: string) => (typeof data[key] === "number" ? (data[key] as number) : null);
  const text = (key: string) =>
    typeof data[key] === "string" ? formatText(data[key] as string) : "";
  const parts: string[] = [];
  if (kind === "promotion") parts.push(...formatPromotion(data));
  else if (kind === "offer")
    parts.push(
      number("priceCents") === null ? "" : formatReais(number("priceCents") ?? 0),
      formatCount(listOf(data.products).length, "produto", "produtos"),
      "customer" in data ? "para um cliente" : "para todos",
    );
  else if (kind === "price_return")
    parts.push(
      formatCount(number("precos") ?? 0, "preço", "preços"),
      (number("recusados") ?? 0) > 0
        ? formatCount(number("recusados") ?? 0, "recusado", "recusados")
        : "",
      `zona ${listOf(data.zonas).join(", ")}`,
    );
  else if (kind === "wms_entry")
    parts.push(
      number("qtdcheckin") === null
        ? ""
        : `conferido ${number("qtdcheckin")?.toLocaleString("pt-BR")} de ${number("qtdxml")?.toLocaleString("pt-BR") ?? "?"}`,
      formatCount(listOf(data.produto).length, "produto", "produtos"),
    );
  else if (kind === "wms_exit")
    parts.push(text("situacao"), formatCount(listOf(data.volumes).length, "volume", "volumes"));
  else
    parts.push(
      text("situacao") || text("status"),
      number("valorCents") === null ? "" : formatReais(number("valorCents") ?? 0),
      text("motivo"),
    );
  return parts.filter(Boolean).join(" · ");
}
