/** One thing the palette can go to. */
export interface PaletteItem {
  id: string;
  label: string;
  href: string;
  /** Heading it stands under ("Integrações", "Tarefas"). */
  group?: string;
  /** Short words at the right end ("Lojas Sul · Ativa"). */
  hint?: string;
}

// Of the tab and not of the browser: names of clients must not stay on a shared machine.
const STORED = "enlace.recentes";
const MAX = 6;

function isItem(value: unknown): value is PaletteItem {
  return (
    typeof value === "object" &&
    value !== null &&
    "id" in value &&
    "label" in value &&
    "href" in value &&
    typeof value.href === "string" &&
    value.href.startsWith("/")
  );
}

/** The last places the person went to from the palette, newest first. */
export function readRecent(): PaletteItem[] {
  const text = window.sessionStorage.getItem(STORED);
  if (!text) return [];
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) ? list.filter(isItem).slice(0, MAX) : [];
  } catch {
    // Something else wrote there: without recent places the palette works as well.
    window.sessionStorage.removeItem(STORED);
    return [];
  }
}

/** Puts a place at the top of the recent ones. */
export function rememberRecent(item: PaletteItem): void {
  const { id, label, href, hint } = item;
  const list = [
    { id, label, href, hint },
    ...readRecent().filter((one) => one.href !== href),
  ].slice(0, MAX);
  window.sessionStorage.setItem(STORED, JSON.stringify(list));
}
