import type { Actor } from "@/lib/core/permissions.ts";

/** Whom to ask for what one's profile does not allow: support is not sent to the support. */
export const askForRight = ({ organizationId }: Pick<Actor, "organizationId">): string =>
  organizationId === null
    ? "Solicite a permissão ao administrador de perfis."
    : "Solicite a permissão ao suporte.";
