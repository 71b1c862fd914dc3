import { readNow } from "@/db/queries/now.ts";
import {
  findByRegistrationKey,
  insertIntegration,
} from "@/db/queries/integrations/integrations.ts";
import { defineUseCase, notFound } from "../define-use-case.ts";
import { checkRegistration } from "./check-registration.ts";
import { newRegistration } from "./registration-input.ts";
import { saveNewRegistration } from "./save-registration.ts";

/** "Cadastrar": adds an integration with its branches, settings, first version and schedule, all or nothing. */
export const registerIntegration = defineUseCase({
  name: "register-integration",
  permission: "register",
  input: newRegistration,
  run: async ({ actor, input, tx, audit }): Promise<{ id: number; repeated: boolean }> => {
    const organizationId = input.organizationId ?? actor.organizationId;
    if (
      organizationId === null ||
      (actor.organizationId !== null && organizationId !== actor.organizationId)
    )
      notFound("Cliente não encontrado. Escolha um da lista.");
    const now = await readNow(tx);
    const checked = await checkRegistration(tx, { organizationId, fields: input, stored: [] });
    const { connectorId, description, active, intervalMinutes } = checked.fields;
    const id = await insertIntegration(tx, {
      organizationId,
      connectorId,
      description,
      active,
      intervalMinutes,
      registrationKey: input.registrationKey,
      createdAt: now,
      updatedAt: now,
    });
    if (id === null) {
      // The same form arrived twice (a double click, a repeated request): the answer is the first one's.
      const first = await findByRegistrationKey(tx, organizationId, input.registrationKey);
      return first === null ? notFound() : { id: first, repeated: true };
    }
    await saveNewRegistration(tx, {
      actor,
      place: { organizationId, integrationId: id },
      checked,
      now,
    });
    await audit({
      organizationId,
      subjectType: "integration",
      subjectId: id,
      summary: `Cadastrou “${description}” (${checked.entry.name})`,
    });
    return { id, repeated: false };
  },
});
