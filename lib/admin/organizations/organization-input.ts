import { z } from "zod";
import type { Actor } from "@/lib/core/permissions.ts";
import { Refusal } from "../define-use-case.ts";

const ZONES = new Set([...Intl.supportedValuesOf("timeZone"), "UTC"]);

export const organizationName = z
  .string()
  .trim()
  .min(1, "Informe o nome do cliente.")
  .max(120, "Use no máximo 120 caracteres.");
export const timeZone = z
  .string()
  .refine((zone) => ZONES.has(zone), "Escolha um fuso horário da lista.");

/** Sentence for a name that another client has. */
export const ORGANIZATION_DUPLICATES = {
  organizations_name_unique: { field: "name", message: "Já existe um cliente com este nome." },
};

/** The register of clients belongs to nobody's client. */
export function refuseClientPeople(actor: Actor): void {
  if (actor.organizationId !== null)
    throw new Refusal({
      kind: "forbidden",
      message: "Clientes são cadastrados somente por agentes de suporte.",
    });
}
