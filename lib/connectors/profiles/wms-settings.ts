import { PartnerError } from "@/lib/core/errors.ts";
import type { Branch } from "@/lib/core/movement.ts";
import type { ConnectorContext } from "../define.ts";
import {
  choice,
  integer,
  minutes,
  secret,
  type SettingSpec,
  text,
  toggle,
  url,
} from "../settings.ts";
import { TLS_SETTINGS } from "../tls-settings.ts";
import { pathSetting, TIMEOUT } from "./rest-address.ts";

/** Where each exchange of the warehouse profile takes place; `{id}` stands for the document's number there. */
export interface WmsPaths {
  entries: string;
  entryList: string;
  entryReturn: string;
  exits: string;
  exitList: string;
  exitReturn: string;
  inventoryList: string;
  inventoryFetch: string;
}

type Authentication = "nenhuma" | "bearer" | "basic" | "x_api_key";

/** How often counts are asked for; everything else follows the integration's interval. */
export const INVENTORY_MINUTES = minutes(
  "intervalo_inventarios_min",
  "Intervalo dos inventários (minutos)",
  60,
);

/** Address, credentials, depots, what goes and how often: settings of every warehouse. */
export function wmsSettings(authentication: Authentication) {
  return [
    url("url_base", "Endereço da API do WMS", {
      help: "Endereço do servidor do WMS, sem o caminho de cada serviço",
    }),
    choice("autenticacao", "Autenticação", {
      defaultValue: authentication,
      options: [
        { value: "nenhuma", label: "Nenhuma (rede protegida)" },
        { value: "basic", label: "Usuário e senha (Basic)" },
        { value: "bearer", label: "Authorization: Bearer" },
        { value: "x_api_key", label: "X-Api-Key" },
      ],
      help: "Como o servidor do WMS, ou o que o protege, confere quem chama",
    }),
    text("usuario", "Usuário", {
      addressee: "detail",
      required: false,
      help: "Somente com autenticação por usuário e senha",
    }),
    secret("token", "Senha ou token", {
      required: false,
      help: "Vazio quando a rede protege o servidor",
    }),
    ...TLS_SETTINGS,
    text("cd_deposito", "Código do depósito", {
      perBranch: true,
      required: false,
      help: "Preencha somente nas filiais que são depósito ou CD; as outras não são enviadas ao WMS",
    }),
    toggle("envia_orcamento", "Enviar orçamentos de venda", {
      defaultValue: "nao",
      help: "Sim: orçamentos seguem como pedidos de saída",
    }),
    toggle("envia_devolucao", "Enviar devoluções a fornecedor", {
      defaultValue: "nao",
      help: "Sim: pré-notas de devolução a fornecedor seguem como pedidos de saída",
    }),
    toggle("exige_lote_saida", "Exigir lote na saída", {
      defaultValue: "nao",
      help: "Sim: uma saída que o WMS devolve sem lote aparece entre as recusas da tarefa, com o pedido e o produto",
    }),
    text("lote_padrao", "Lote padrão", {
      defaultValue: "SEM-LOTE",
      maxLength: 20,
      help: "Lote dos itens que a nota de compra traz sem lote",
    }),
    integer("validade_padrao_dias", "Validade padrão (dias)", {
      defaultValue: "0",
      max: 3650,
      help: "Validade, a contar da nota, dos lotes sem validade. Com 0, a nota que tem um item assim é recusada",
    }),
    integer("documentos_por_envio", "Documentos por envio", {
      defaultValue: "20",
      min: 1,
      max: 100,
      help: "O WMS recebe cada envio por inteiro; quando um documento é recusado, os outros seguem um a um",
    }),
    INVENTORY_MINUTES,
    TIMEOUT,
  ];
}

const PATHS = {
  caminho_entrada: ["Caminho: pré-entradas", "entradas", "Recebe as notas de compra"],
  caminho_entrada_consulta: [
    "Caminho: consulta de entradas",
    "entradas/consulta",
    "Lista os recebimentos conferidos",
  ],
  caminho_entrada_retorno: [
    "Caminho: retorno de entrada",
    "entradas/{id}/retorno",
    "Busca e marca um recebimento; {id} é o número dele no WMS",
  ],
  caminho_saida: ["Caminho: pedidos de saída", "saidas", "Recebe os pedidos de saída"],
  caminho_saida_consulta: [
    "Caminho: consulta de saídas",
    "saidas/consulta",
    "Lista os pedidos expedidos",
  ],
  caminho_saida_retorno: [
    "Caminho: retorno de saída",
    "saidas/{id}/retorno",
    "Busca e marca um pedido; {id} é o número dele no WMS",
  ],
  caminho_inventario_consulta: [
    "Caminho: consulta de inventários",
    "inventarios/consulta",
    "Lista os inventários encerrados",
  ],
  caminho_inventario: [
    "Caminho: inventário",
    "inventarios/{id}",
    "Busca e marca um inventário; {id} é o número dele no WMS",
  ],
} as const;

export type WmsPathKey = keyof typeof PATHS;

/** The paths of a warehouse whose contract is not public: each a setting. */
export const WMS_PATH_SETTINGS = (Object.keys(PATHS) as WmsPathKey[]).map(
  (key): SettingSpec<WmsPathKey> => {
    const [label, path, help] = PATHS[key];
    const setting = pathSetting(key, label, path, help);
    return path.includes("{id}")
      ? {
          ...setting,
          refuse: (value) =>
            setting.refuse?.(value) ??
            (value.includes("{id}")
              ? null
              : `“${label}” precisa ter {id} no lugar do número do documento.`),
        }
      : setting;
  },
);

/** Reads {@link WMS_PATH_SETTINGS}. */
export function pathsFromSettings({ settings }: ConnectorContext<WmsPathKey>): WmsPaths {
  return {
    entries: settings.text("caminho_entrada"),
    entryList: settings.text("caminho_entrada_consulta"),
    entryReturn: settings.text("caminho_entrada_retorno"),
    exits: settings.text("caminho_saida"),
    exitList: settings.text("caminho_saida_consulta"),
    exitReturn: settings.text("caminho_saida_retorno"),
    inventoryList: settings.text("caminho_inventario_consulta"),
    inventoryFetch: settings.text("caminho_inventario"),
  };
}

/** The branches that are depots: a shop's purchases are no business of the warehouse. */
export function depotsOf(ctx: ConnectorContext<"cd_deposito">): Branch[] {
  const depots = ctx.branches.filter(
    (branch) => ctx.settings.forBranch("cd_deposito", branch.id) !== "",
  );
  if (depots.length === 0)
    throw new PartnerError(
      "settings",
      "Nenhuma filial da integração é depósito. Preencha “Código do depósito” em pelo menos uma.",
      { settings: ["cd_deposito"] },
    );
  return depots;
}
