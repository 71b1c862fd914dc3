import "server-only";
import NextAuth, { CredentialsSignin } from "next-auth";
import Credentials from "next-auth/providers/credentials";
import { headers } from "next/headers";
import { z } from "zod";
import { currentDatabase } from "@/db/current-database.ts";
import { readNow } from "@/db/queries/now.ts";
import { checkSignIn } from "@/lib/auth/check-sign-in.ts";
import { describeDevice } from "@/lib/auth/describe-device.ts";
import { requestAddress } from "@/lib/auth/request-address.ts";
import { isHttps, SESSION_HOURS, sessionCookieName } from "@/lib/auth/session-cookie.ts";
import { endSession, hashSessionId } from "@/lib/auth/sessions.ts";

/** Too many tries; `code` carries the seconds to wait to the sign-in action. */
export class SignInThrottled extends CredentialsSignin {
  constructor(waitSeconds: number) {
    super();
    this.code = `throttled-${waitSeconds}`;
  }
}

const credentials = z.object({ email: z.string().max(320), password: z.string().max(1000) });

/**
 * Sign-in by e-mail and password. The cookie is an encrypted token that holds nothing but the identifier
 * of a row in `sessions`: the row, read at every request, is what can be ended (see current-actor.ts).
 */
export const { signIn, signOut } = NextAuth(async () => {
  const https = isHttps(await headers());
  const cookie = { httpOnly: true, sameSite: "lax", path: "/", secure: https } as const;
  const prefix = https ? "__Host-" : "";
  return {
    trustHost: true,
    session: { strategy: "jwt", maxAge: SESSION_HOURS * 3600 },
    pages: { signIn: "/entrar", error: "/entrar" },
    cookies: {
      sessionToken: { name: sessionCookieName(https), options: cookie },
      csrfToken: { name: `${prefix}enlace.csrf`, options: cookie },
      callbackUrl: { name: `${prefix}enlace.callback`, options: cookie },
    },
    providers: [
      Credentials({
        credentials: { email: {}, password: { type: "password" } },
        async authorize(input) {
          const parsed = credentials.safeParse(input);
          if (!parsed.success) return null;
          const list = await headers();
          const { db } = currentDatabase();
          const result = await checkSignIn(db, {
            ...parsed.data,
            address: requestAddress(list),
            device: describeDevice(list.get("user-agent") ?? ""),
            now: await readNow(db),
          });
          if (result.kind === "throttled") throw new SignInThrottled(result.waitSeconds);
          return result.kind === "ok"
            ? { id: String(result.personId), sessionId: result.sessionId }
            : null;
        },
      }),
    ],
    callbacks: {
      jwt: ({ token, user }) =>
        user && "sessionId" in user ? { sid: user.sessionId } : { sid: token.sid },
      // Scripts in a page may ask next-auth for the session: they learn when it ends and nothing else.
      session: ({ session }) => ({ expires: session.expires }) as typeof session,
    },
    events: {
      async signOut(message) {
        const sessionId = "token" in message ? message.token?.sid : undefined;
        const { db } = currentDatabase();
        if (typeof sessionId === "string")
          await endSession(db, hashSessionId(sessionId), await readNow(db));
      },
    },
    logger: {
      // A wrong password is an answer, not a fault; of a fault only its class is printed, since
      // causes may carry what was typed.
      error: (error) => {
        if (!(error instanceof CredentialsSignin)) console.error(`sign-in: ${error.name}`);
      },
      warn: () => undefined,
      debug: () => undefined,
    },
  };
});
