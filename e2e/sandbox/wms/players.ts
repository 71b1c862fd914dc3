import type { WmsPlayer } from "./start-wms.ts";

const OWN: WmsPlayer["paths"] = {
  entry: { send: "entradas", list: "entradas/consulta", fetch: "entradas/:id/retorno" },
  exit: { send: "saidas", list: "saidas/consulta", fetch: "saidas/:id/retorno" },
  inventory: { list: "inventarios/consulta", fetch: "inventarios/:id" },
};

/** The warehouses; the accounts are made up and open nothing else. Exact's server stands behind a gateway that asks for a password. */
export const EXACT_WMS: WmsPlayer = {
  id: "exact-wms",
  name: "Exact WMS",
  header: "basic",
  user: "enlace",
  token: "exact-modelo",
  depot: false,
  paths: {
    entry: {
      send: "v1/entradaintegracao",
      list: "v1/entradaintegracao/consulta",
      fetch: "v1/entradaintegracao/retorno/:id",
    },
    exit: {
      send: "v2/saidaintegracao",
      list: "v[23]/saidaintegracao/consulta",
      fetch: "v[23]/saidaintegracao/retorno/:id",
    },
    inventory: {
      list: "v1/inventario/integracao/consulta",
      fetch: "v1/inventario/integracao(?:lote)?/:id",
    },
  },
};
export const LINX_WMS: WmsPlayer = {
  id: "linx-wms",
  name: "Linx WMS",
  header: "basic",
  user: "enlace",
  token: "linx-modelo",
  depot: true,
  paths: OWN,
};
export const DELAGE_WMS: WmsPlayer = {
  id: "delage-wms",
  name: "Delage WMS",
  header: "bearer",
  user: "",
  token: "delage-modelo",
  depot: true,
  paths: OWN,
};
export const FISOFT_WMS: WmsPlayer = {
  id: "fisoft-wms",
  name: "FISoft WMS",
  header: "x_api_key",
  user: "",
  token: "fisoft-modelo",
  depot: true,
  paths: OWN,
};
