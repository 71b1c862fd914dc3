import type { RestAnswer, RestRequest } from "../control/serve-rest.ts";

/** A record that a partner gives, and since when it is so. */
export interface PulledRow {
  changedAt: string;
  body: object;
}

/** Few, so that whoever reads must go on to a next page. */
const PAGE = 2;

/** Answers a page of what changed since the caller's cursor. */
export function answerPage(request: RestRequest, rows: readonly PulledRow[]): RestAnswer {
  const page = Number(request.query.get("pagina"));
  const since = request.query.get("desde");
  const wrong =
    !Number.isInteger(page) || page < 1
      ? "pagina ausente ou inválida"
      : since !== null && Number.isNaN(Date.parse(since))
        ? "desde não é uma data"
        : null;
  if (wrong)
    return { status: 400, body: { codigo: "CONSULTA", mensagem: wrong }, problems: [wrong] };
  const fresh = rows.filter(
    ({ changedAt }) => since === null || Date.parse(changedAt) >= Date.parse(since),
  );
  const itens = fresh.slice((page - 1) * PAGE, page * PAGE).map(({ body }) => body);
  return {
    status: 200,
    body: { itens, proximo: page * PAGE < fresh.length ? page + 1 : null },
    rows: itens.length,
  };
}
