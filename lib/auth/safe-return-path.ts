/** Where to go after signing in: only a path of this very site, never another origin. Anything else becomes "/". */
export function safeReturnPath(text: string | null | undefined): string {
  if (
    !text ||
    text.length > 2000 ||
    !/^\/(?![/\\])/.test(text) ||
    /[\u0000-\u001f\u007f\\]/.test(text)
  )
    return "/";
  const base = "http://localhost";
  const url = URL.canParse(text, base) ? new URL(text, base) : null;
  if (!url || url.origin !== base || url.pathname.startsWith("//")) return "/";
  if (/^\/(entrar|acesso|api)(\/|$)/.test(url.pathname)) return "/";
  return url.pathname + url.search;
}
