import { z } from "zod";
import {
  aFlag,
  anId,
  listOf,
  maybeNumber,
  objectOf,
  readShape,
  someText,
} from "../wire/tolerant-shapes.ts";
import { readRows } from "../wire/read-rows.ts";
import type { CvClient } from "./open-cv.ts";

const situation = z
  .object({
    idsituacao: anId,
    nome: someText,
    ordem: maybeNumber,
    flags: objectOf(
      z.object({ inicio: aFlag, fim: aFlag, cancelado: aFlag, distrato: aFlag, cessao: aFlag }),
    ),
  })
  .transform((read) => ({
    id: read.idsituacao,
    name: read.nome,
    order: read.ordem,
    /**
     * CV shows these five alone: "pode faturar" and "vendida" exist in its panel and not here, so
     * they are chosen by a person.
     */
    flags: {
      start: read.flags.inicio,
      end: read.flags.fim,
      cancelled: read.flags.cancelado,
      dissolved: read.flags.distrato,
      assigned: read.flags.cessao,
    },
  }));

export type Situation = z.output<typeof situation>;

/**
 * The situations of a tenant's workflow, numbered differently in each; `from` = those that can be
 * reached from this one.
 */
export async function listSituations(
  cv: CvClient,
  {
    workflow = "reservas",
    from,
  }: { workflow?: "reservas" | "comissoes" | "distratos"; from?: number } = {},
): Promise<Situation[]> {
  const body = await cv.call({
    method: "GET",
    path: `/api/v1/configuracoes/workflows/${workflow}${from === undefined ? "" : `/${from}`}`,
  });
  return readShape(listOf(situation), readRows(body, ["situacoes"]), `CV ${cv.label}, situações`);
}
