import { type NextRequest, NextResponse } from "next/server";
import { isArgumentList } from "./lib/auth/check-arguments.ts";
import { FOCUS_COOKIE, readFocusParameter } from "./lib/auth/focus-cookie.ts";
import { isHttps, sessionCookieName } from "./lib/auth/session-cookie.ts";

const DEVELOPMENT = process.env.NODE_ENV === "development";
const PUBLIC = /^\/(entrar|acesso|api)(\/|$)/;
// Called by machines with a key of their own and no cookie: there is nothing for another site to abuse.
const FOR_MACHINES = /^\/api\/(v1|webhooks)\//;
const WRITES = new Set(["POST", "PUT", "PATCH", "DELETE"]);

/**
 * Runs before every page and route: security headers with a fresh nonce, the origin of writes, and
 * the way to the sign-in page.
 */
export async function proxy(request: NextRequest): Promise<NextResponse> {
  const https = isHttps(request.headers);
  const { pathname, search } = request.nextUrl;
  const nonce = btoa(crypto.randomUUID());
  const policy = writePolicy(nonce, https);
  const respond = (response: NextResponse) => protect(response, policy, https);

  if (WRITES.has(request.method) && !FOR_MACHINES.test(pathname) && !isSameOrigin(request)) {
    return respond(
      NextResponse.json(
        { message: "Esta ação veio de outro site e foi recusada." },
        { status: 403 },
      ),
    );
  }
  if (request.headers.has("next-action") && !(await isArgumentList(request)))
    return respond(
      NextResponse.json(
        { message: "Os dados enviados não têm o formato esperado. Recarregue a página e repita." },
        { status: 400 },
      ),
    );
  // Only a shortcut: whether the cookie is worth anything is decided where data is read. A form's
  // action answers for itself: a redirect would take along what was typed.
  if (
    !PUBLIC.test(pathname) &&
    !request.headers.has("next-action") &&
    !request.cookies.has(sessionCookieName(https))
  ) {
    const back =
      pathname === "/" ? "" : `?depois=${encodeURIComponent(pathname + withoutInternal(search))}`;
    // To the framework's own address: of that it sends the path alone. A Host header is the caller's word.
    return respond(NextResponse.redirect(new URL(`/entrar${back}`, request.nextUrl)));
  }
  const headers = new Headers(request.headers);
  headers.set("x-nonce", nonce);
  headers.set("x-path", pathname + withoutInternal(search));
  headers.set("content-security-policy", policy);
  const focus = readFocusParameter(request.nextUrl.searchParams.get("cliente"));
  if (focus === null || PUBLIC.test(pathname))
    return respond(clearOnLeaving(request, NextResponse.next({ request: { headers } })));
  // A link that names a client switches to it: this page reads the cookie as it will be.
  const others = request.cookies
    .getAll()
    .filter(({ name }) => name !== FOCUS_COOKIE)
    .map(({ name, value }) => `${name}=${value}`);
  headers.set("cookie", [...others, `${FOCUS_COOKIE}=${focus}`].join("; "));
  const response = NextResponse.next({ request: { headers } });
  if (isNavigation(request))
    response.cookies.set(FOCUS_COOKIE, focus, {
      httpOnly: true,
      sameSite: "lax",
      secure: https,
      path: "/",
      maxAge: focus ? 31_536_000 : 0,
    });
  return respond(response);
}

/** Whether a person goes there: what a browser or the router fetches ahead, just in case, must not choose a client. */
function isNavigation({ headers }: NextRequest): boolean {
  const mode = headers.get("sec-fetch-mode");
  return (
    (mode === null || mode === "navigate") && !/prefetch/.test(headers.get("sec-purpose") ?? "")
  );
}

/** The page shown after leaving: nothing of what was seen stays in the browser's cache. */
function clearOnLeaving(request: NextRequest, response: NextResponse): NextResponse {
  if (request.nextUrl.pathname === "/entrar" && request.nextUrl.searchParams.get("saiu") === "1") {
    response.headers.set("Clear-Site-Data", '"cache"');
    response.cookies.delete(FOCUS_COOKIE);
  }
  return response;
}

function writePolicy(nonce: string, https: boolean): string {
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${DEVELOPMENT ? " 'unsafe-eval'" : ""}`,
    // Notices, menus and scroll locks bring style elements of their own at run time, without a
    // nonce; a style runs nothing.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src 'self'${DEVELOPMENT ? " ws:" : ""}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    ...(https ? ["upgrade-insecure-requests"] : []),
  ].join("; ");
}

function protect(response: NextResponse, policy: string, https: boolean): NextResponse {
  response.headers.set("Content-Security-Policy", policy);
  response.headers.set("Cache-Control", "private, no-store");
  if (https)
    response.headers.set("Strict-Transport-Security", "max-age=63072000; includeSubDomains");
  return response;
}

/**
 * A browser always says where a write comes from; what says nothing is no browser and carries no
 * cookie of a person by accident.
 */
function isSameOrigin(request: NextRequest): boolean {
  const site = request.headers.get("sec-fetch-site");
  if (site === "cross-site" || site === "same-site") return false;
  const origin = request.headers.get("origin");
  if (origin === null) return true;
  const host = request.headers.get("x-forwarded-host") ?? request.headers.get("host");
  return URL.canParse(origin) && new URL(origin).host === host;
}

/** Next's own parameters of a soft navigation do not belong into an address to come back to. */
function withoutInternal(search: string): string {
  const params = new URLSearchParams(search);
  params.delete("_rsc");
  const text = params.toString();
  return text ? `?${text}` : "";
}

export const config = {
  // Large uploads stay out: Next would copy their body and cut it at 10 MB. Their route checks the
  // origin itself. Messages of partners have a key of their own and are answered at once.
  matcher: [
    "/((?!_next/static|_next/image|icon.svg|favicon.ico|api/movements/upload|api/webhooks/|api/ping$).*)",
  ],
};
