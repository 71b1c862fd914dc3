import "server-only";
import type { Outcome } from "@/lib/admin/define-use-case.ts";
import { findActor } from "@/lib/auth/current-actor.ts";
import type { SignedInActor } from "@/lib/auth/sessions.ts";

/**
 * The one way a form reaches a use-case: runs it for the signed-in person. Whoever is signed out
 * gets a refusal and stays on the page: a redirect would take along what was typed.
 */
export function defineAction<Args extends unknown[], Value>(
  run: (actor: SignedInActor, ...args: Args) => Promise<Outcome<Value>>,
): (...args: Args) => Promise<Outcome<Value>> {
  return async (...args) => {
    const actor = await findActor();
    if (actor) return run(actor, ...args);
    return {
      ok: false,
      problem: {
        kind: "signed_out",
        message: "Sua sessão expirou. Os dados digitados foram mantidos. Entre novamente e repita.",
      },
    };
  };
}
