/** What the hub asks a person, because no rule may answer it. */
export const QUESTIONS = [
  "not_in_sienge",
  "removed",
  "ambiguous",
  "backwards",
  "sold_unissued",
  "unknown_state",
  "relink",
  "hub_cancelled",
  "terminal_cancelled",
  "hub_withdrawn",
  "terminal_withdrawn",
  "changed",
  "assignment",
  "commissions",
] as const;
export type Question = (typeof QUESTIONS)[number];

/** Those about a part of the reservation; the others are about its situation. */
export const PART_QUESTIONS: readonly Question[] = ["changed", "assignment"];
export const SITUATION_QUESTIONS = QUESTIONS.filter(
  (question) => !PART_QUESTIONS.includes(question),
);

export const QUESTION_LABEL: Record<Question, string> = {
  not_in_sienge: "Sem contrato no Sienge",
  removed: "Contrato removido do Sienge",
  ambiguous: "Mais de um contrato",
  backwards: "Volta de uma situação final",
  sold_unissued: "Vendida, mas cancelada sem emissão",
  unknown_state: "Situação desconhecida no Sienge",
  relink: "Possível reemissão do contrato",
  hub_cancelled: "Cancelada só no Hub",
  terminal_cancelled: "Cancelada só no terminal",
  hub_withdrawn: "Saiu de “pode faturar” no Hub",
  terminal_withdrawn: "Saiu de “pode faturar” no terminal",
  changed: "Mudou depois da transferência",
  assignment: "Cessão de direitos",
  commissions: "Comissões diferentes",
};

/** What a person may answer. A choice with a contract is written `link:1202`. */
export const CHOICES = ["wait", "keep", "carry", "sold", "cancelled", "rescinded", "link"] as const;
export type Choice = (typeof CHOICES)[number];

export interface ChoiceWords {
  label: string;
  /** What happens when it is chosen. */
  consequence: string;
}

export const CHOICE_WORDS: Record<Choice, ChoiceWords> = {
  wait: {
    label: "Continuar esperando",
    consequence: "Nada é alterado agora. O Enlace pergunta novamente após o prazo configurado.",
  },
  keep: {
    label: "Deixar como está",
    consequence: "Nada é alterado. O Enlace só pergunta novamente se os dados mudarem.",
  },
  carry: {
    label: "Levar ao terminal",
    consequence:
      "Titular, associados, corretor e campos adicionais são gravados no terminal como estão no Hub.",
  },
  sold: {
    label: "Marcar como vendida",
    consequence: "A reserva passa a vendida no Hub e no terminal.",
  },
  cancelled: {
    label: "Cancelar a reserva",
    consequence: "A reserva passa a cancelada no Hub e no terminal.",
  },
  rescinded: {
    label: "Registrar distrato",
    consequence: "A reserva passa a distratada no Hub e no terminal.",
  },
  link: {
    label: "Vincular este contrato",
    consequence: "A reserva é vinculada a este contrato, que passa a definir a situação dela.",
  },
};

/** The choices a question offers, in the order of the buttons; `link` stands once for each contract at hand. */
export const QUESTION_CHOICES: Record<Question, readonly Choice[]> = {
  not_in_sienge: ["wait", "cancelled"],
  removed: ["wait", "cancelled", "rescinded", "keep"],
  ambiguous: ["link", "cancelled", "rescinded", "wait"],
  backwards: ["keep", "sold", "cancelled", "rescinded"],
  sold_unissued: ["cancelled", "rescinded", "keep"],
  unknown_state: ["sold", "cancelled", "rescinded", "wait"],
  relink: ["link", "cancelled", "rescinded", "wait"],
  hub_cancelled: ["cancelled", "keep"],
  terminal_cancelled: ["cancelled", "rescinded", "keep"],
  hub_withdrawn: ["keep", "sold", "cancelled"],
  terminal_withdrawn: ["keep", "sold", "cancelled"],
  changed: ["carry", "keep"],
  assignment: ["carry", "keep"],
  commissions: ["keep"],
};

/** `link:1202` → the choice and its contract; null when it is none. */
export function readChoice(text: string): { choice: Choice; contractId: number | null } | null {
  const [word = "", contract] = text.split(":");
  const choice = CHOICES.find((known) => known === word);
  if (!choice || (choice === "link") !== (contract !== undefined)) return null;
  if (contract === undefined) return { choice, contractId: null };
  return /^\d{1,15}$/.test(contract) ? { choice, contractId: Number(contract) } : null;
}
