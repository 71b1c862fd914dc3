/** How Hub, terminal and Sienge can disagree about one reservation. */
export const DIVERGENCES = [
  "situation",
  "value",
  "unit",
  "people",
  "documents",
  "contracts",
  "commissions",
  "seller",
  "missing_in_hub",
  "missing_in_terminal",
  "missing_in_sienge",
  "wrong_place",
  "unit_sold_twice",
  "contract_without_reservation",
  "unread",
] as const;
export type Divergence = (typeof DIVERGENCES)[number];

export const DIVERGENCE_LABEL: Record<Divergence, string> = {
  situation: "Situações diferentes",
  value: "Valores diferentes",
  unit: "Unidades diferentes",
  people: "Pessoas diferentes",
  documents: "Documentos diferentes",
  contracts: "Arquivos de contrato diferentes",
  commissions: "Comissões diferentes",
  seller: "Corretores diferentes",
  missing_in_hub: "Não encontrada no Hub",
  missing_in_terminal: "Não encontrada no terminal",
  missing_in_sienge: "Sem contrato no Sienge",
  wrong_place: "Contrato em outro empreendimento ou empresa",
  unit_sold_twice: "Unidade vendida duas vezes",
  contract_without_reservation: "Contrato sem reserva",
  unread: "Não foi possível ler",
};
