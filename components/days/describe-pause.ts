import type { OpenedIntegration } from "@/lib/admin/integrations/read-integration.ts";
import { formatCount } from "@/lib/core/format-count.ts";
import { formatDay, formatInstant } from "@/lib/core/period.ts";
import { nameDays } from "./name-days.ts";

/** Since when the partner refuses and the integration is paused, and what is and will be missing. */
export function describePause(
  { pause, days }: Pick<OpenedIntegration, "pause" | "days">,
  timeZone: string,
): string[] {
  if (!pause) return [];
  const moment = (at: string) => formatInstant(new Date(at), timeZone).slice(0, 16);
  const facts: string[] = [];
  if (pause.at !== null)
    facts.push(
      pause.refusedSince !== null && pause.refusedSince !== pause.at
        ? `O parceiro recusa desde ${moment(pause.refusedSince)}. Depois de novas tentativas, a integração foi pausada em ${moment(pause.at)}.`
        : `Pausada desde ${moment(pause.at)}.`,
    );
  if (!days) return facts;
  if (days.missing.length > 0)
    facts.push(
      `${days.missing.length === 1 ? "Falta" : "Faltam"} ${formatCount(days.missing.length, "dia", "dias")}: ${nameDays(days.missing)}. Depois de ativar, envie o que falta na aba Dias.`,
    );
  if (pause.nextDay !== null)
    facts.push(
      `Enquanto estiver pausada, faltará também o que vier a partir de ${formatDay(pause.nextDay)}.`,
    );
  return facts;
}
