import { PART_WORD, PARTS } from "./reservation-parts.ts";

/** What else follows a reservation after it was carried: files and commissions, each with its own lists. */
export const FOLLOWING_PARTS = ["documents", "contracts", "commissions"] as const;
export type FollowingPart = (typeof FOLLOWING_PARTS)[number];

/** Every part that has a leading side. */
export const LED_PARTS = [...PARTS, "situation", ...FOLLOWING_PARTS] as const;
export type LedPart = (typeof LED_PARTS)[number];

/**
 * Which side leads: what is new there is carried to the other, and what is new on the other is asked.
 * `both` carries whichever side has it; `ask` carries nothing by itself; `off` looks at nothing.
 */
export type Lead = "ask" | "hub" | "terminal" | "both" | "off";

export interface PartLead {
  /** As settings know it. */
  key: string;
  label: string;
  help: string;
  /** The sides that may lead; the first is the default. One alone is no setting. */
  leads: readonly [Lead, ...Lead[]];
}

/** A part that the Hub may lead: what changed there is carried as long as nothing was signed. */
const written = <const Key extends string>(
  key: Key,
  word: string,
): PartLead & { key: Key; leads: readonly ["ask", "hub", "off"] } => ({
  key,
  label: `Quem manda: ${word}`,
  help: "O que fazer quando esta parte muda no Hub depois da transferência. Do Hub para o terminal, a mudança é gravada sem perguntar enquanto o contrato não foi emitido; depois disso, e quando o terminal também mudou, um usuário decide.",
  leads: ["ask", "hub", "off"],
});

/** CV's API writes it once: what changed later is asked about, or not followed. */
const asked = <const Key extends string>(
  key: Key,
  word: string,
): PartLead & { key: Key; leads: readonly ["ask", "off"] } => ({
  key,
  label: `Quem manda: ${word}`,
  help: "O que fazer quando esta parte muda depois da transferência.",
  leads: ["ask", "off"],
});

/** Part → who leads. */
export const PART_LEADS = {
  holder: written("lado_titular", PART_WORD.holder),
  associates: written("lado_associados", PART_WORD.associates),
  broker: written("lado_corretor", PART_WORD.broker),
  unit: asked("lado_unidade", PART_WORD.unit),
  conditions: asked("lado_condicoes", PART_WORD.conditions),
  fields: written("lado_campos", PART_WORD.fields),
  situation: {
    key: "lado_situacao",
    label: "Quem manda: saída de “pode faturar”",
    help: "O que fazer quando a reserva sai de “pode faturar” depois da transferência sem ser vendida nem cancelada: volta à análise ou vence. Do Hub para o terminal, a que venceu no Hub é cancelada no terminal enquanto não há contrato no Sienge; nos outros casos um usuário decide. Não acompanhe se o seu fluxo no CV tem outras situações entre “pode faturar” e “vendida”: a diferença aparece só na Conciliação.",
    leads: ["ask", "hub", "off"],
  },
  documents: {
    key: "lado_documentos",
    label: "Documentos: sentido da cópia",
    help: "De que lado para que lado os documentos da reserva são copiados, também dias depois da transferência. Cada terminal pode ter um sentido próprio, em Tokens.",
    leads: ["both", "hub", "terminal", "off"],
  },
  contracts: {
    key: "lado_contratos",
    label: "Contratos: sentido da cópia",
    help: "De que lado para que lado os contratos são copiados, também dias depois da transferência. Só os assinados, a não ser do Hub para o terminal. Cada terminal pode ter um sentido próprio, em Tokens.",
    leads: ["both", "terminal", "hub", "off"],
  },
  commissions: {
    key: "lado_comissoes",
    label: "Comissões: sentido da cópia",
    help: "De que lado para que lado são levadas as comissões, com os pagamentos programados e o que já foi pago. Cada terminal pode ter um sentido próprio, em Tokens.",
    leads: ["both", "hub", "terminal", "off"],
  },
} as const satisfies Record<LedPart, PartLead>;

/** A lead as settings store it, and as a person reads it. */
export const LEAD_VALUES: Readonly<Record<Lead, { value: string; label: string }>> = {
  ask: { value: "perguntar", label: "Perguntar a um usuário" },
  hub: { value: "hub", label: "Do Hub para o terminal" },
  terminal: { value: "terminal", label: "Do terminal para o Hub" },
  both: { value: "ambos", label: "Nos dois sentidos" },
  off: { value: "nao", label: "Não acompanhar" },
};

/** The lead that a stored value names; the part's default where it names none that the part has. */
export function readLead(part: LedPart, stored: string): Lead {
  const { leads }: PartLead = PART_LEADS[part];
  return leads.find((lead) => LEAD_VALUES[lead].value === stored) ?? leads[0];
}
