import { redirect } from "next/navigation";
import { readFlowMenu } from "@/lib/admin/multi-cv/read-flow-scope.ts";
import { requireActor } from "@/lib/auth/current-actor.ts";

/** Where a person arrives: a client with Multi CV at what waits for them, everybody else at the integrations. */
export default async function Home(): Promise<never> {
  const actor = await requireActor();
  const flow =
    actor.organizationId === null
      ? null
      : await readFlowMenu(actor, { organizationId: actor.organizationId });
  redirect(flow?.ok && flow.value.present ? "/reservas/pendencias" : "/integracoes");
}
