/** What each tenant numbers in its own way. */
export const MAPPING_KINDS = [
  "situation",
  "series",
  "association",
  "document_type",
  "sale_type",
  "indexer",
  "commission_receiver",
  "bearer",
] as const;
export type MappingKind = (typeof MAPPING_KINDS)[number];

/** Kinds that no tenant lists: they are only written down by hand. */
const UNLISTED_KINDS = ["commission_receiver", "bearer"] as const satisfies readonly MappingKind[];
export type UnlistedKind = (typeof UNLISTED_KINDS)[number];
export type ListedKind = Exclude<MappingKind, UnlistedKind>;
export const LISTED_KINDS = MAPPING_KINDS.filter(
  (kind): kind is ListedKind => !UNLISTED_KINDS.some((one) => one === kind),
);
export const isListedKind = (kind: MappingKind): kind is ListedKind =>
  LISTED_KINDS.some((one) => one === kind);

export interface MappingWords {
  /** The tab. */
  label: string;
  /** One line on what stops without it. */
  help: string;
}

export const MAPPING_WORDS: Record<MappingKind, MappingWords> = {
  situation: {
    label: "Situações",
    help: "Indique, em cada ambiente, qual situação corresponde a Pode faturar, Vendida, Cancelada e Distratada. Sem esse vínculo as reservas não são processadas.",
  },
  series: {
    label: "Séries",
    help: "A série de pagamento do terminal para cada série do Hub. Sem esse vínculo a reserva fica com erro na etapa “Traduzir as condições de pagamento”.",
  },
  association: {
    label: "Tipos de associação",
    help: "Cônjuge, avalista e os demais papéis de quem participa da reserva.",
  },
  document_type: {
    label: "Tipos de documento",
    help: "O tipo de documento do terminal para cada tipo do Hub.",
  },
  sale_type: {
    label: "Tipos de venda",
    help: "O tipo de venda do terminal para cada tipo do Hub. Onde o CV não oferece a lista, adicione manualmente o nome no Hub e o número no terminal.",
  },
  indexer: {
    label: "Indexadores",
    help: "INCC, IGP-M e os demais índices das condições de pagamento.",
  },
  commission_receiver: {
    label: "Quem recebe comissão",
    help: "O código do CV para cada papel que recebe comissão no Hub.",
  },
  bearer: {
    label: "Portadores",
    help: "O número, no terminal, de cada portador das condições de pagamento do Hub. Só é preciso onde o Hub usa portadores.",
  },
};

/** What a situation can mean for the flow; these are the sources of the kind `situation`. */
export const SITUATION_ROLES = ["pode_faturar", "vendida", "cancelada", "distratada"] as const;
export type SituationRole = (typeof SITUATION_ROLES)[number];

export const ROLE_LABEL: Record<SituationRole, string> = {
  pode_faturar: "Pode faturar",
  vendida: "Vendida",
  cancelada: "Cancelada",
  distratada: "Distratada",
};

/** How a proposal was found. */
export const MATCH_LABEL: Record<"flag" | "code" | "name" | "person", string> = {
  flag: "pelo marcador",
  code: "pelo código",
  name: "pelo nome",
  person: "por um usuário",
};

/** The codes that CV documents for who receives a commission. */
export const COMMISSION_RECEIVERS = ["IR", "IC", "CO", "CR", "CC", "CP", "UA", "UI"] as const;

/** Who each code is, as CV publishes it. */
export const COMMISSION_RECEIVER_LABEL: Readonly<
  Record<(typeof COMMISSION_RECEIVERS)[number], string>
> = {
  IR: "IR · imobiliária da reserva",
  IC: "IC · imobiliária do cadastro",
  CO: "CO · imobiliária (coordenação)",
  CR: "CR · corretor da reserva",
  CC: "CC · corretor do cadastro",
  CP: "CP · coordenador do produto",
  UA: "UA · usuário administrativo",
  UI: "UI · usuário da imobiliária",
};

/**
 * What a person may write down by hand: no API lists who receives a commission or bears a bill, and types
 * of sale only that v3 which many tenants have not.
 */
export const TYPED_KINDS = ["commission_receiver", "sale_type", "bearer"] as const;
export type TypedKind = (typeof TYPED_KINDS)[number];
export const isTypedKind = (kind: MappingKind): kind is TypedKind =>
  TYPED_KINDS.some((one) => one === kind);
