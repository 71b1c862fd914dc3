import { foldText } from "./fold-text.ts";

/** Who signs for somebody, stands surety or looks on: none of them buys. */
const NOT_A_BUYER =
  /\b(avalista|fiador|fiadora|garantidor|garantidora|procurador|procuradora|representante|testemunha|interveniente|advogado|advogada|curador|curadora|tutor|tutora)\b/;

/**
 * Whether an associate is a party of the contract, as CV says it (`participacao_contrato`), or else by what
 * the kind of association is called: a guarantor or an attorney buys nothing and has no share.
 */
export function isParty({
  participates,
  kind,
}: {
  participates: boolean | null;
  kind: string;
}): boolean {
  return participates ?? !NOT_A_BUYER.test(foldText(kind));
}
