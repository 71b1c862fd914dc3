/** No session lives longer than this, however busy. */
export const SESSION_HOURS = 24;
/** A session unused for this long has ended. */
export const IDLE_HOURS = 8;

/** Whether the browser speaks https to us, directly or through a proxy; decides the cookie's name and Secure. */
export function isHttps(headers: Headers): boolean {
  if (process.env.AUTH_URL?.startsWith("https:")) return true;
  return headers.get("x-forwarded-proto")?.split(",")[0]?.trim() === "https";
}

/** `__Host-` binds the cookie to this very host; browsers accept it over https only. */
export function sessionCookieName(https: boolean): string {
  return https ? "__Host-enlace.session" : "enlace.session";
}
