import type { RestAnswer, RestRequest } from "../control/serve-rest.ts";
import { situationOf } from "./catalogue.ts";
import { listed, nothing, refuse } from "./envelope.ts";
import type { Tenant } from "./tenant.ts";
import { visible } from "./change-reservation.ts";

/** Catalogues, developments, units and the fields of CV's own integration; null when it is another's path. */
export function answerCatalogues(
  tenant: Tenant,
  path: string,
  request: RestRequest,
): RestAnswer | null {
  const { catalogue, quirks } = tenant;
  const { query } = request;
  const erp = /^\/api\/v1\/comercial\/reservas\/(\d+)\/erp\/sienge$/.exec(path);
  if (erp) return erpFields(tenant, Number(erp[1]), request);
  if (request.method !== "GET") return null;
  if (path.startsWith("/api/v3/") && !quirks.v3) return refuse(405, "Método não permitido");
  const workflow = /^\/api\/v1\/configuracoes\/workflows\/(\w+)(?:\/\d+)?$/.exec(path);
  if (workflow) {
    if (workflow[1] !== "reservas") return nothing;
    const rows = catalogue.situations.map(({ id, name, role }, index) => ({
      ordem: index + 1,
      idsituacao: id,
      nome: name,
      cor_bg: "#3300ff",
      cor_nome: "#ffffff",
      grupos: [],
      flags: {
        inicio: flag(role === "analise"),
        fim: flag(role === "vendida"),
        cancelado: flag(role === "cancelada"),
        distrato: flag(role === "distrato"),
        cessao: flag(false),
      },
    }));
    return { status: 200, body: rows, rows: rows.length };
  }
  if (path === "/api/v1/comercial/seriestabeladepreco")
    return listed(
      catalogue.series.map((one) => ({
        idserie: String(one.id),
        sigla: one.initials,
        nome: one.name,
        ...rhythmOf(one.period, quirks.rhythm),
        codigointerno: one.code,
        tipo_serie: "N",
        forma_pagamento: "Boleto",
        vencimentos_permitidos: one.days,
      })),
      quirks.seriesPaging === "query" ? query : new URLSearchParams(),
      quirks.envelope === "bare" ? "v1" : quirks.envelope,
    );
  if (path === "/api/v1/configuracoes/indexador")
    return listed(
      catalogue.indexers.map((one) => ({
        idindexador: one.id,
        idindexador_int: one.code,
        nome: one.name,
      })),
      // Alone among the lists it names its page otherwise.
      new URLSearchParams({
        pagina: query.get("pag") ?? "1",
        registros_por_pagina: query.get("limitePagina") ?? "30",
      }),
      quirks.envelope,
    );
  if (path === "/api/v3/comercial/tipos-venda")
    return listed(
      catalogue.saleTypes.map((one) => ({ idtipovenda: one.id, ativo: true, nome: one.name })),
      query,
      "v3",
    );
  if (path === "/api/v1/cadastros/tipos-associacoes")
    return listed(
      catalogue.associationTypes.map(({ id, name, conjuge, avalista }) => ({
        idtipo: id,
        nome: name,
        conjuge,
        avalista,
        exibir_para_pessoa: "AMBOS",
      })),
      query,
      quirks.envelope,
    );
  if (path === "/api/v1/configuracoes/tipos-arquivos") {
    const types = catalogue.documentTypes.map((one) => ({
      idtipo: one.id,
      nome: one.name,
      tipo_pessoa: "AMBOS",
      funcionalidade: "reservas",
      obrigatorio: "N",
      contrato: one.name.startsWith("Contrato") ? "S" : "N",
    }));
    return listed(
      quirks.documentTypes === "flat" ? types : [{ tipos: types }],
      query,
      quirks.envelope,
    );
  }
  if (path === "/api/v1/cadastros/empreendimentos/campos-obrigatorios")
    return listRequired(catalogue.required, quirks.requiredFields);
  return developments(tenant, path, query);
}

const flag = (is: boolean) => (is ? "S" : "N");

/** "Semestral" is published as six of "Mês(es)". */
function rhythmOf(period: string, shape: Tenant["quirks"]["rhythm"]): object {
  const months = { Mensal: 1, Semestral: 6 }[period];
  return shape === "word" || months === undefined
    ? { periodicidade: period }
    : { periodicidade: "Mês(es)", unidade: months };
}

function listRequired(
  required: readonly string[],
  shape: Tenant["quirks"]["requiredFields"],
): RestAnswer {
  const asked = required.map((nome) => ({ nome, obrigatorio: "S" }));
  const form = [{ reserva: [...asked, { nome: "rg", obrigatorio: "N" }], precadastro: [] }];
  return {
    status: 200,
    body:
      shape === "forms"
        ? { formulario_pessoa_fisica: form, formulario_pessoa_juridica: form }
        : { dados: required.map((campo) => ({ campo, nome: campo })) },
    rows: required.length,
  };
}

function developments(
  { catalogue, store }: Tenant,
  path: string,
  query: URLSearchParams,
): RestAnswer | null {
  if (path === "/api/v1/cadastros/empreendimentos") {
    const rows = catalogue.developments.map((one) => ({
      idempreendimento: one.id,
      idempreendimento_int: one.code,
      referencia_externa: null,
      nome: one.name,
      cidade: "Aracaju",
      estado: "SE",
      idempresa: one.companyId,
      sigla: one.name.slice(0, 3).toUpperCase(),
      unidades_disponiveis: store
        .list("units")
        .filter(({ value }) => value.developmentId === one.id && value.state === 1).length,
    }));
    return { status: 200, body: rows, rows: rows.length };
  }
  const one = /^\/api\/v1\/cadastros\/empreendimentos\/(\d+)(?:\/unidades\/([^/]+))?$/.exec(path);
  if (!one) return null;
  const development = catalogue.developments.find(({ id }) => String(id) === one[1]);
  if (!development) return { ...refuse(404, "Empreendimento não encontrado"), problems: [] };
  const units = store.list("units").filter(({ value }) => value.developmentId === development.id);
  if (one[2] !== undefined) {
    const found = units.filter(
      ({ id, value }) => String(id) === one[2] || value.code === decodeURIComponent(one[2] ?? ""),
    );
    if (found.length === 0) return { ...refuse(404, "Unidade não encontrada"), problems: [] };
    return {
      status: 200,
      body: {
        dados: found.map(({ id, value }) => ({
          idunidade: id,
          idunidade_int: value.code,
          nome: value.name,
          bloco: value.block,
          situacao: [
            {
              vendida: value.state === 3 ? "S" : "N",
              vendida_idsituacao: null,
              situacao_mapa_disponibilidade: value.state,
            },
          ],
        })),
      },
      rows: found.length,
    };
  }
  const size = Number(query.get("limite_dados_unidade") ?? 30);
  const page = Number(query.get("pagina_unidade") ?? 1);
  const blocks = new Map<string, object[]>();
  for (const { id, value } of units.slice((page - 1) * size, page * size))
    blocks.set(value.block, [
      ...(blocks.get(value.block) ?? []),
      { idunidade: id, idunidade_int: value.code, nome: value.name },
    ]);
  return {
    status: 200,
    body: {
      idempreendimento: development.id,
      idempreendimento_int: development.code,
      nome: development.name,
      etapas: [
        {
          idetapa: development.id * 10 + 1,
          idetapa_int: String(development.enterpriseId),
          nome: "Fase 1",
          blocos: [...blocks].map(([name, unidades], index) => ({
            idbloco: index + 1,
            idbloco_int: name,
            nome: name,
            unidades,
          })),
        },
      ],
    },
    rows: units.length,
  };
}

function erpFields(tenant: Tenant, id: number, request: RestRequest): RestAnswer {
  const row = visible(tenant, id);
  if (!row) return { ...refuse(404, "Reserva não encontrada"), problems: [] };
  if (request.method === "PUT")
    return { status: 200, body: { codigo: 200, mensagem: "Campos gravados" }, rows: 1 };
  const { erp } = row;
  const waiting = row.situationId === situationOf(tenant.catalogue, "pode_faturar") && !erp.sent;
  return {
    status: 200,
    body: {
      idsienge_reserva: id,
      idreserva: id,
      enviado: erp.sent ? "S" : "N",
      data_envio: erp.sentAt,
      reserva_sienge: waiting ? "S" : "N",
      codigointerno: erp.contractNumber,
      titulo_erp: null,
      reserva_sienge_data_problema: null,
      reserva_sienge_descricao_problema: erp.problem,
    },
    rows: 1,
  };
}
