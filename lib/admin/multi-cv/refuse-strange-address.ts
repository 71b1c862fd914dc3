import type { environments } from "@/db/schema/environments.ts";
import { hostOf } from "./host-of.ts";

type Addressee = Pick<typeof environments.$inferSelect, "baseUrl" | "tenant" | "userName">;

/**
 * The sentence for a save that would keep a secret and change to whom it goes; null when it may be
 * kept. Whoever may edit could otherwise have a stored token sent to a server of their own.
 */
export function refuseStrangeAddress(
  before: Addressee & { secret: string | null },
  after: Addressee,
): string | null {
  if (before.secret === null) return null;
  const origin = ({ baseUrl }: Addressee) => URL.parse(baseUrl)?.origin ?? baseUrl;
  const same =
    origin(before) === origin(after) &&
    before.tenant === after.tenant &&
    before.userName === after.userName;
  return same
    ? null
    : `Informe a credencial novamente: a gravada foi informada para ${hostOf(before)} e não é enviada a outro endereço ou usuário.`;
}
