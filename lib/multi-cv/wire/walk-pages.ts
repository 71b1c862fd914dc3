import { PartnerError } from "@/lib/core/errors.ts";
import { readPage } from "./read-rows.ts";

/** How a list is asked for: by page number or by offset. */
export interface Walk {
  /** Rows asked for at a time. */
  size: number;
  /** Keys of the resource's own in the envelope. */
  names?: readonly string[];
  /** Fetches page `page` (from 1), which begins at row `offset`. */
  fetch(position: { page: number; offset: number }): Promise<unknown>;
}

/** More pages than any tenant has: an answer that never ends is a fault, not a list. */
const MOST_PAGES = 5_000;

/**
 * Yields all rows of a list, whichever envelope it comes in. Stops on a partner that answers every
 * page with the first one.
 */
export async function* walkPages({ size, names = [], fetch }: Walk): AsyncGenerator<unknown> {
  let before = "";
  let seen = 0;
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const answer = readPage(await fetch({ page, offset: seen }), ...names);
    const { rows } = answer;
    if (rows.length === 0) return;
    const now = JSON.stringify([rows[0], rows.length]);
    if (now === before) {
      // Some accounts ignore the page number of lists that they answer whole: there is no more then.
      if ((answer.pages ?? 1) <= 1 && (answer.total ?? 0) <= seen) return;
      throw new PartnerError(
        "unexpected_shape",
        `O parceiro repetiu a primeira página de uma lista que tem mais registros: foram lidos ${seen.toLocaleString("pt-BR")}. Nada é feito com uma lista incompleta.`,
      );
    }
    before = now;
    yield* rows;
    seen += rows.length;
    if (answer.pages !== null) {
      if (page >= answer.pages) return;
    } else if (answer.total !== null) {
      if (seen >= answer.total) return;
    } else if (rows.length !== size) return;
  }
  throw new PartnerError(
    "unexpected_shape",
    `A lista do parceiro passou de ${MOST_PAGES} páginas e foi interrompida.`,
  );
}

/** {@link walkPages} into an array. */
export async function readAllPages(walk: Walk): Promise<unknown[]> {
  const rows: unknown[] = [];
  for await (const row of walkPages(walk)) rows.push(row);
  return rows;
}
