import { z } from "zod";
import {
  countOpenDecisions,
  hasRetail,
  listEnvironments,
  listFlowIntegrations,
} from "@/db/queries/flows/multi-cv-scope.ts";
import { defineUseCase } from "../define-use-case.ts";
import { MULTI_CV } from "./require-flow.ts";

/** A Multi CV integration to look at. */
export interface FlowChoice {
  id: number;
  organizationId: number;
  organizationName: string;
  description: string;
  timeZone: string;
  active: boolean;
  pausedReason: string | null;
}

/** An environment, as filters and forms name it. */
export interface EnvironmentChoice {
  id: number;
  code: string;
  name: string;
  kind: "cv" | "sienge";
}

/** What the areas of Multi CV open with: the integrations to choose from, the one that is open, its environments. */
export interface FlowScopeView {
  choices: FlowChoice[];
  /** The asked one; else the first. null: there is none. */
  current: FlowChoice | null;
  environments: EnvironmentChoice[];
  openDecisions: number;
}

/** Which Multi CV integration a person looks at. */
export const readFlowScope = defineUseCase({
  name: "read-flow-scope",
  permission: "view",
  input: z.object({
    /** The one client an agent looks at; it narrows and grants nothing. */
    organizationId: z.int().positive().nullable(),
    integrationId: z.int().positive().nullable(),
  }),
  async run({ input, tx }): Promise<FlowScopeView> {
    const choices = await listFlowIntegrations(tx, MULTI_CV, input.organizationId);
    const current = choices.find(({ id }) => id === input.integrationId) ?? choices[0] ?? null;
    if (!current) return { choices, current, environments: [], openDecisions: 0 };
    const scope = { organizationId: current.organizationId, integrationId: current.id };
    const [environments, openDecisions] = [
      await listEnvironments(tx, scope),
      await countOpenDecisions(tx, scope),
    ];
    return {
      choices,
      current,
      environments: environments.map(({ id, code, name, kind }) => ({ id, code, name, kind })),
      openDecisions,
    };
  },
});

/** What the menu needs: whether there is such an integration, how many questions wait, and whether there is retail. */
export const readFlowMenu = defineUseCase({
  name: "read-flow-menu",
  permission: "view",
  input: z.object({ organizationId: z.int().positive().nullable() }),
  async run({ input, tx }) {
    const choices = await listFlowIntegrations(tx, MULTI_CV, input.organizationId);
    return {
      present: choices.length > 0,
      openDecisions:
        choices.length > 0
          ? await countOpenDecisions(tx, { organizationId: input.organizationId })
          : 0,
      retail: await hasRetail(tx, MULTI_CV, input.organizationId),
    };
  },
});
