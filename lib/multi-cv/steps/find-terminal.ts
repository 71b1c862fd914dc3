import { findDevelopment, updateReservation } from "@/db/queries/flows/reservations-for-flow.ts";
import { RESERVATION_STEP_LABEL } from "../words/reservation-steps.ts";
import { done, type Step, stuck } from "@/lib/engine/flows/define-flow.ts";
import { readReservation } from "./read-reservation.ts";

/** Where the flow carries a reservation. */
export interface TerminalPlace {
  environmentId: number;
  developmentRowId: number;
  /** The terminal's own development id. */
  developmentId: number;
}

/**
 * Which terminal the development lives in. Only the data store "Empreendimentos" says so: codes of
 * the CV mean different things in different tenants.
 */
export const findTerminal: Step<TerminalPlace> = {
  name: "find-terminal",
  label: RESERVATION_STEP_LABEL["find-terminal"],
  system: "enlace",
  async run(ctx) {
    const hubDevelopmentId = String(ctx.resultOf(readReservation)?.developmentId ?? "");
    const row = await findDevelopment(
      ctx.db,
      { organizationId: ctx.organization.id, integrationId: ctx.integrationId },
      hubDevelopmentId,
    );
    const name = ctx.subject.title.split(" · ")[0] ?? hubDevelopmentId;
    if (!row)
      return stuck(
        `O empreendimento ${name} (código ${hubDevelopmentId} no Hub) não está em Empreendimentos. Cadastre-o com o seu terminal e repita a etapa.`,
        null,
        "settings",
      );
    if (!row.active)
      return stuck(
        `O empreendimento ${name} está inativo em Empreendimentos. Ative-o, se ele deve ser vendido, e repita a etapa.`,
        null,
        "settings",
      );
    const developmentId = Number(row.terminalDevelopmentId);
    if (!Number.isInteger(developmentId) || developmentId <= 0)
      return stuck(
        `O empreendimento ${name} não tem o código do terminal em Empreendimentos. Preencha-o e repita a etapa.`,
        null,
        "settings",
      );
    const environment = ctx.environments.byId(row.environmentId);
    ctx.writeAtEnd((tx) =>
      updateReservation(tx, ctx.organization.id, ctx.subject.id, {
        environmentId: environment.id,
        developmentId: row.id,
      }),
    );
    return done(
      {
        environmentId: environment.id,
        developmentRowId: row.id,
        developmentId,
      },
      `Terminal: ${environment.name}.`,
    );
  },
};
