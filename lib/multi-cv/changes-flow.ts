import { defineFlow } from "@/lib/engine/flows/define-flow.ts";
import { compareParts } from "./steps/compare-parts.ts";

/** A reservation that was carried and changed since: told, and asked. */
export const changesFlow = defineFlow({
  label: "Conferir mudanças depois da transferência",
  steps: [compareParts],
});
