import type { ApplicationRow } from "@/lib/admin/prices/list-price-applications.ts";
import { formatInstant } from "@/lib/core/period.ts";
import { formatCount } from "@/lib/core/format-count.ts";

type Fetched = Pick<ApplicationRow, "status" | "restored" | "fetched">;

/** Nobody can fetch it · nobody did · some keys did · all did. */
export type FetchState = "nobody" | "none" | "some" | "all";

/** How far what an application did has come on its way to the till. */
export function fetchState({ fetched: { by, waiting } }: Fetched): FetchState {
  if (by.length === 0) return waiting.length === 0 ? "nobody" : "none";
  return waiting.length === 0 ? "all" : "some";
}

/** "25/11/2026 14:03" */
const formatAt = (at: string, timeZone: string) =>
  formatInstant(new Date(at), timeZone).slice(0, 16);
const latest = (fetched: Fetched["fetched"]) =>
  fetched.by
    .map(({ at }) => at)
    .toSorted()
    .at(-1) ?? "";

/** The few words of a list. */
export function shortFetch(row: Fetched, timeZone: string): string {
  switch (fetchState(row)) {
    case "nobody":
      return "Fica no Enlace";
    case "none":
      return "Ainda não buscado";
    case "some":
      return `Buscado por ${row.fetched.by.length} de ${row.fetched.by.length + row.fetched.waiting.length} chaves`;
    case "all":
      return `Buscado em ${formatAt(latest(row.fetched), timeZone)}`;
  }
}

/** The sentence of an application's own page. */
export function longFetch(row: Fetched, timeZone: string): string {
  // An undo that put nothing back gave the ERP nothing to fetch: what counts is still the application.
  const undone = row.status !== "applied" && (row.restored ?? 0) > 0;
  const what = undone ? "Os preços restaurados" : "Os preços aplicados";
  const { by, waiting } = row.fetched;
  switch (fetchState(row)) {
    case "nobody":
      return `${what} ficam no Enlace: nenhum ERP os busca.`;
    case "none":
      return `${what} ainda não foram buscados pelo ERP (${listKeys(waiting)}).`;
    case "some":
      return `${what} foram buscados por ${by.map(({ key, at }) => `${key} em ${formatAt(at, timeZone)}`).join(", ")}; ${formatCount(waiting.length, "chave ainda não os buscou", "chaves ainda não os buscaram")}: ${listKeys(waiting)}.`;
    case "all":
      return `${what} foram buscados pelo ERP em ${formatAt(latest(row.fetched), timeZone)} (${listKeys(by.map(({ key }) => key))}).`;
  }
}

const listKeys = (names: readonly string[]) => new Intl.ListFormat("pt-BR").format(names);
