import type { RestAnswer } from "../control/serve-rest.ts";
import type { CvQuirks } from "./quirks.ts";

/** A refusal as CV writes it. */
export function refuse(status: number, mensagem: string): RestAnswer {
  return { status, body: { codigo: status, mensagem }, problems: [mensagem] };
}

/** A refusal that hides in a 200. */
export function refuseInside(mensagem: string): RestAnswer {
  return { status: 200, body: { codigo: 400, mensagem }, problems: [mensagem] };
}

export const nothing: RestAnswer = { status: 204 };

/** A page of rows in the account's own envelope; nothing = 204. */
export function listed(
  rows: readonly object[],
  query: URLSearchParams,
  envelope: CvQuirks["envelope"],
): RestAnswer {
  const page = Number(query.get("pagina") ?? query.get("paginaAtual") ?? 1);
  const size = Number(query.get("registros_por_pagina") ?? query.get("limitePagina") ?? 30);
  if (!Number.isInteger(page) || page < 1 || !Number.isInteger(size) || size < 1 || size > 500)
    return refuse(400, "pagina ou registros_por_pagina inválido (no máximo 500)");
  const dados = rows.slice((page - 1) * size, page * size);
  if (dados.length === 0) return nothing;
  const pages = Math.ceil(rows.length / size);
  const body = {
    v1: {
      pagina: page,
      registros: dados.length,
      total_de_registros: rows.length,
      total_de_paginas: pages,
      dados,
    },
    v2: {
      paginacao: {
        pagina: page,
        registros: dados.length,
        total_de_registros: rows.length,
        total_de_paginas: pages,
      },
      dados,
      status: "sucess",
    },
    v3: {
      status: "success",
      code: 200,
      pagination: {
        pagina: page,
        registros: dados.length,
        totalRegistros: rows.length,
        totalPaginas: pages,
      },
      filter: [],
      order: {},
      data: dados,
    },
    bare: dados,
  }[envelope];
  return { status: 200, body, rows: dados.length };
}

/** A page by limit and offset, under the resource's own key. */
export function offsetListed(
  key: string,
  rows: readonly object[],
  query: URLSearchParams,
): RestAnswer {
  const limit = Number(query.get("limit") ?? 30);
  const offset = Number(query.get("offset") ?? 0);
  const shown = rows.slice(offset, offset + limit);
  return {
    status: 200,
    body: { total: rows.length, limit, offset, totalConteudo: shown.length, [key]: shown },
    rows: shown.length,
  };
}
