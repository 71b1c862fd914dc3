import { z } from "zod";
import { readRows } from "../wire/read-rows.ts";
import { anId, readShape } from "../wire/tolerant-shapes.ts";
import type { CvClient } from "./open-cv.ts";

const SELLERS = {
  imobiliarias: z.object({ idimobiliaria: anId }).transform((read) => read.idimobiliaria),
  corretores: z.object({ idcorretor: anId }).transform((read) => read.idcorretor),
} as const;

/** Who may sell a development: published for v3 alone. 404 = nobody yet. */
export async function listSellers(
  cv: CvClient,
  developmentId: number,
  who: keyof typeof SELLERS,
): Promise<number[]> {
  const body = await cv.call({
    method: "GET",
    path: `/api/v3/cadastros/empreendimentos/${developmentId}/${who}`,
    missing: [404],
  });
  return readShape(z.array(SELLERS[who]), readRows(body), `CV ${cv.label}, ${who}`);
}
