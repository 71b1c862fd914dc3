import { defineConnector } from "../define.ts";
import { checkWms, wmsOperations } from "../profiles/wms-operations.ts";
import type { WmsPartner } from "../profiles/wms-partner.ts";
import { wmsSettings } from "../profiles/wms-settings.ts";
import { choice, text } from "../settings.ts";
import { guide } from "./guide.ts";

const partner: WmsPartner<
  "versao_saida" | "inventario_lote" | "usuarioid" | "terminal" | "appname"
> = {
  paths: ({ settings }) => {
    const version = settings.text("versao_saida");
    return {
      entries: "v1/entradaintegracao",
      entryList: "v1/entradaintegracao/consulta",
      entryReturn: "v1/entradaintegracao/retorno/{id}",
      exits: "v2/saidaintegracao",
      exitList: `${version}/saidaintegracao/consulta`,
      exitReturn: `${version}/saidaintegracao/retorno/{id}`,
      inventoryList: "v1/inventario/integracao/consulta",
      inventoryFetch:
        settings.text("inventario_lote") === "lote"
          ? "v1/inventario/integracaolote/{id}"
          : "v1/inventario/integracao/{id}",
    };
  },
  headers: ({ settings }) => ({
    usuarioid: settings.text("usuarioid"),
    terminal: settings.text("terminal"),
    appname: settings.text("appname"),
    versao: "1.0",
  }),
  sendsDepot: false,
  certainty: "observed",
};

export const exactWms = defineConnector({
  id: "exact-wms",
  name: "Exact WMS",
  article: "o",
  summary:
    "Gestão do depósito: envia notas de compra e pedidos de saída, recebe conferências, expedições e inventários.",
  // A box, exactly placed.
  icon: "M3 8V3h5M16 3h5v5M21 16v5h-5M8 21H3v-5M8 9l4-2 4 2v6l-4 2-4-2zM8 9l4 2 4-2M12 11v6",
  contract: "observed",
  guide,
  transport: "rest",
  settings: [
    ...wmsSettings("nenhuma"),
    choice("versao_saida", "Versão do retorno de saídas", {
      defaultValue: "v3",
      options: [
        { value: "v2", label: "v2" },
        { value: "v3", label: "v3" },
      ],
      help: "A v1 foi desligada pelo fornecedor",
    }),
    choice("inventario_lote", "Inventário", {
      defaultValue: "produto",
      options: [
        { value: "produto", label: "Por produto" },
        { value: "lote", label: "Por lote" },
      ],
      help: "De qual serviço o inventário é buscado",
    }),
    text("usuarioid", "Id do usuário", {
      defaultValue: "1",
      maxLength: 20,
      help: "Número do usuário da integração no WMS; aparece no log dele",
    }),
    text("terminal", "Terminal", {
      defaultValue: "ENLACE",
      maxLength: 40,
      help: "Nome com que o Enlace aparece no log do WMS",
    }),
    text("appname", "Nome do aplicativo", {
      defaultValue: "enlace",
      maxLength: 40,
      help: "Aparece no log do WMS",
    }),
  ],
  check: checkWms(partner),
  operations: wmsOperations(partner),
});
