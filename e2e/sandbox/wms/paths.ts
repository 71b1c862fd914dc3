import type { WmsPlayer } from "./start-wms.ts";

/** The addresses of a warehouse that publishes none. */
export const WMS_PATHS: WmsPlayer["paths"] = {
  entry: { send: "entradas", list: "entradas/consulta", fetch: "entradas/:id/retorno" },
  exit: { send: "saidas", list: "saidas/consulta", fetch: "saidas/:id/retorno" },
  inventory: { list: "inventarios/consulta", fetch: "inventarios/:id" },
};
