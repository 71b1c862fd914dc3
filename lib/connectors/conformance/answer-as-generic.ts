import { completeCnpj } from "@/lib/core/documents.ts";
import type { Connector } from "../define.ts";
import type { HttpRequest, HttpResponse } from "../transports/types.ts";
import { gtin } from "./fixed-day.ts";

/** Units of the fixed product's package here: one that is not the usual 1. */
export const PACK = 3;

/** Records as partners give them, with a value in every field, so that each name of a map can be seen to count. */
const GIVEN: Readonly<Record<string, object>> = {
  pedidos: {
    numero: "7",
    cnpj_comprador: completeCnpj("419023770001"),
    cnpj_distribuidor: completeCnpj("713008840001"),
    situacao: "cotado",
    emitido_em: "2026-03-01",
    validade: "2099-12-31",
    prazo_pagamento: "28 dias",
    itens: [
      {
        ean: gtin(600_001),
        quantidade: 20,
        custo_unitario: 7.5,
        desconto_percentual: 3,
        embalagem: PACK,
      },
    ],
  },
  conveniados: {
    matricula: "5001",
    cpf: "52998224725",
    empresa: "10",
    nome_empresa: "Metalúrgica Aurora",
    situacao: "ativo",
    limite: 400,
    saldo: 100,
  },
  regras_produto: {
    codigo: "1",
    ean: gtin(600_001),
    tipo: "subsidiado",
    percentual_subsidio: 30,
    preco: 12.9,
    inicio: "2026-02-01",
    fim: "2026-12-31",
  },
  fechamentos: {
    competencia: "2026-02",
    cnpj: completeCnpj("419023770001"),
    quantidade: 18,
    valor_total: 1_240.55,
    vencimento: "2026-03-15",
    situacao: "pago",
  },
  conciliacoes: {
    chave: "DOC-2-1",
    nsu: "700001",
    autorizacao: "900001",
    status: "divergente",
    motivo: "Valor",
    valor_bruto: 10,
    taxa_percentual: 2.5,
    valor_liquido: 9.75,
    previsao_pagamento: "2026-04-05",
    data_pagamento: "2026-04-06",
    lote: "RO1",
  },
  pagamentos: {
    id: "PG-1",
    lote: "RO1",
    data_pagamento: "2026-03-05",
    adquirente_cnpj: completeCnpj("810044550001"),
    bandeira: "visa",
    quantidade: 2,
    valor_bruto: 10,
    valor_taxa: 0.25,
    valor_liquido: 9.75,
  },
  extrato: {
    id: "EX-1",
    data_hora: "2026-03-05T10:00:00-03:00",
    nsu: "700001",
    autorizacao: "900001",
    adquirente_cnpj: completeCnpj("810044550001"),
    bandeira: "visa",
    produto: "credito",
    parcelas: 2,
    valor_bruto: 10,
  },
};
/** Where a resource is asked for under another word than its own. */
const PATH_OF: Readonly<Record<string, string>> = { conciliacao: "conciliacoes" };
/** What lies in the return folder of a partner that gives files. */
export const GIVEN_FILE = {
  name: "PRECOS_SUGERIDOS_1.csv",
  content: `data;zona;cd;ean;preco_sugerido;preco_minimo;preco_maximo;motivo;validade\r\n2026-03-06;1;1001;${gtin(600_001)};12.49;11.00;14.00;Concorrente;2026-03-10\r\n`,
};
const RETURNED = {
  entradaid: 5,
  pedidoid: 5,
  inventarioid: 5,
  documentonr: "7900",
  volumes: [{ produtos: [{ produtoid: 1001, lotes: [] }] }],
};

/** A field of a resource, or one of a list ("itens.ean"), under the name of somebody's contract. */
export interface Renamed {
  resource: string;
  field: string;
  name: string;
}

function renameIn(record: object, { resource, field, name }: Renamed): object {
  const [first = "", second] = field.split(".");
  return Object.fromEntries(
    Object.entries(record).map(([key, value]) => {
      if (key !== first) return [key, value];
      return second === undefined
        ? [name, value]
        : [key, (value as object[]).map((one) => renameIn(one, { resource, field: second, name }))];
    }),
  );
}

/** Types on a shared profile: their stand-ins would not give a value in every field. */
export const isGeneric = ({ contract, id }: Connector) =>
  contract === "generic" || id.endsWith("-wms");

/** Answers whatever a partner is asked by a shared profile, so that a run goes to its end. */
export function answerAsGeneric(
  connector: Connector,
  { method, url, body }: HttpRequest,
  renamed: Renamed | undefined,
): HttpResponse {
  const given = typeof body === "string" ? (JSON.parse(body) as unknown) : null;
  const reply = (content: unknown, status = 200): HttpResponse => ({
    status,
    headers: new Headers(),
    text: JSON.stringify(content),
    json: () => content,
  });
  if (connector.id.endsWith("-wms"))
    return reply(
      Array.isArray(given) ? given.map(() => ({ status: "200", id_wms: 1 })) : [RETURNED],
    );
  const path = new URL(url).pathname;
  if (path.includes("autorizacoes"))
    return method === "POST"
      ? reply({}, 409)
      : reply({
          nsu: path.split("/").find((part) => part.startsWith("90")),
          situacao: "parcialmente_cancelada",
          protocolo: "A1",
        });
  const lot = given as { registros?: unknown[] } | null;
  if (method === "POST")
    return reply(
      lot?.registros
        ? { protocolo: "1", aceitos: lot.registros.length, rejeitados: [] }
        : { token: "t-1", accessToken: "t-2" },
    );
  const asked = path.split("/").at(-1) ?? "";
  const record = GIVEN[asked];
  return reply({
    itens: record
      ? [
          renamed && asked === (PATH_OF[renamed.resource] ?? renamed.resource)
            ? renameIn(record, renamed)
            : record,
        ]
      : [],
    proximo: null,
  });
}
