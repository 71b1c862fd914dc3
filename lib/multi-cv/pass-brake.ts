import { engageBrake, listBrakeMarks, markBrake, readBrake } from "@/db/queries/flows/brakes.ts";
import {
  held,
  type StepContext,
  type StepOutcome,
  waitUntil,
} from "@/lib/engine/flows/define-flow.ts";
import { readBrakeSettings } from "./flow-settings.ts";
import { isBurst } from "./rules/burst.ts";
import { formatCount } from "@/lib/core/format-count.ts";

/** The brake of cancellations and rescissions. */
export const CANCELLATIONS = "cancellations";

/**
 * Lets a cancellation pass, or says what it waits for. Each marks when it was first seen and waits to see
 * whether others follow: a routine of the CV was seen to cancel a hundred by mistake within seconds.
 * What a person's release let go passes without being counted again. null = pass.
 */
export async function passBrake(ctx: StepContext): Promise<StepOutcome<never> | null> {
  const settings = readBrakeSettings(ctx.settings);
  const scope = {
    organizationId: ctx.organization.id,
    integrationId: ctx.integrationId,
    kind: CANCELLATIONS,
  };
  return ctx.write(async (tx) => {
    const now = ctx.now();
    const markedAt = await markBrake(tx, scope, ctx.subject.id, now);
    const { engaged, releasedAt } = await readBrake(tx, scope);
    if (engaged)
      return held(`${engaged.reason} Se os cancelamentos estiverem corretos, libere-os no Quadro.`);
    if (releasedAt && markedAt <= releasedAt) return null;
    const settled = new Date(markedAt.getTime() + settings.settleSeconds * 1000);
    if (now < settled)
      return waitUntil(
        settled,
        "Os cancelamentos aguardam alguns segundos, para verificar se há muitos de uma vez.",
      );
    const windowMs = settings.windowSeconds * 1000;
    const after = new Date(Math.max(markedAt.getTime() - windowMs - 1, releasedAt?.getTime() ?? 0));
    const marks = (await listBrakeMarks(tx, scope, after)).filter(
      (at) => at.getTime() <= markedAt.getTime() + windowMs,
    );
    if (!isBurst(marks, settings)) return null;
    const reason = `${formatCount(marks.length, "cancelamento ou distrato", "cancelamentos e distratos")} em ${formatCount(Math.round(settings.windowSeconds / 60), "minuto", "minutos")}: todos foram retidos até que um usuário confira.`;
    await engageBrake(tx, scope, { count: marks.length, reason, engagedAt: now });
    return held(`${reason} Se os cancelamentos estiverem corretos, libere-os no Quadro.`);
  });
}
