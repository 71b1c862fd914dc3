import { DIVERGENCE_LABEL } from "@/lib/multi-cv/words/divergences.ts";

/** What a divergence is called, whichever version found it. */
export const describeDivergence = (kind: string): string =>
  DIVERGENCE_LABEL[kind as keyof typeof DIVERGENCE_LABEL] ?? kind;
