/** How sure a fact of a partner is, in the words of each connector's NOTES.md. */
export type Certainty = "published" | "observed" | "assumed";

/**
 * What a partner makes of a day that it gets again. replaces: what it had of the day gives way ·
 * adds_difference: it adds what it did not have, whether we leave out what it accepted or it knows
 * that itself · refuses: it takes a day once · unknown: nobody knows, and it may count twice.
 */
export type SecondSending =
  | { effect: "replaces" | "adds_difference" | "refuses"; certainty: Certainty }
  | { effect: "unknown" };

const EFFECT = {
  replaces: "um dia enviado novamente substitui o que havia dele no parceiro",
  adds_difference: "de um dia enviado novamente, só entra no parceiro o que ele ainda não tinha",
  refuses: "um dia que o parceiro já aceitou não é aceito novamente",
  unknown:
    "não se sabe o que o parceiro faz com um dia enviado novamente: consulte-o antes de reenviar",
} as const;

const CERTAINTY: Record<Certainty, string> = {
  published: "publicado pelo parceiro",
  observed: "observado em integrações em uso",
  assumed: "presumido, não publicado pelo parceiro",
};

/** What happens to a day that is sent again, and how sure that is: the rest of a sentence. */
export function describeSecondSending(again: SecondSending): string {
  return again.effect === "unknown"
    ? EFFECT.unknown
    : `${EFFECT[again.effect]} (${CERTAINTY[again.certainty]})`;
}
