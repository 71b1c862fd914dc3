import type { PartnerId, SandboxAccess } from "../sandbox/stand-ins.ts";
import { fixedSales, makePayment } from "@/lib/connectors/conformance/fixed-day.ts";
import type { Sale } from "@/lib/core/movement.ts";

/** How a connector reaches its stand-in: a row here is what a new partner adds to be held to the suite. */
export interface StandIn {
  partner: PartnerId;
  /** The operation whose files the suite delivers; empty when nothing goes out. */
  operation: string;
  /** The operations that bring something in, held to their own part of the suite. */
  collects?: string | readonly string[];
  /** Others that send, held to the known day, to a repeated run and to the partner's own check too. */
  alsoSends?: readonly string[];
  settings(access: SandboxAccess): Record<string, string>;
  /** The known day, where the usual one holds nothing for this partner. */
  sales?(): Sale[];
  /** The setting that carries the credential, to be got wrong. */
  credential: string;
  /** The count of the stand-in that must stay 0 when something is sent again. */
  doubled: string;
  /** It takes one record a call, so that a file arrives in many. */
  callPerRecord?: true;
}

export const STAND_INS: Readonly<Record<string, StandIn>> = {
  smarket: {
    partner: "smarket",
    operation: "files",
    credential: "ftp_senha",
    doubled: "Linhas de cupom repetidas",
    settings: ({ smarket }) => ({
      ftp_host: smarket.host,
      ftp_porta: String(smarket.port),
      ftp_usuario: smarket.user,
      ftp_senha: smarket.password,
    }),
  },
  audit: {
    partner: "audit",
    operation: "files",
    credential: "sftp_senha",
    doubled: "",
    settings: ({ audit }) => ({
      sftp_host: audit.host,
      sftp_porta: String(audit.port),
      sftp_usuario: audit.user,
      sftp_senha: audit.password,
      sftp_chave_host: audit.hostKey,
      arquivo_controle: "sim",
    }),
  },
  sngpc: {
    partner: "sngpc",
    operation: "movements",
    credential: "senha",
    doubled: "",
    settings: ({ sngpc }) => ({
      usuario: sngpc.user,
      senha: sngpc.password,
      cpf_rt: sngpc.cpf,
      url_rest: sngpc.url,
      url_soap: sngpc.soapUrl,
      data_inicio: "2026-03-05",
    }),
  },
  scanntech: {
    partner: "scanntech",
    operation: "sales",
    credential: "senha",
    doubled: "Movimentos repetidos",
    settings: ({ scanntech }) => ({
      usuario: scanntech.user,
      senha: scanntech.password,
      id_empresa: scanntech.company,
      url_1: scanntech.url1,
      url_2: scanntech.url2,
      url_3: scanntech.url3,
    }),
  },
  trivio: {
    partner: "trivio",
    operation: "sales",
    credential: "token",
    doubled: "Registros repetidos",
    alsoSends: ["catalogue"],
    settings: ({ trivio }) => ({ url_base: trivio.url, token: trivio.token, ...trivio.head }),
  },
  cosmos: {
    partner: "cosmos",
    operation: "",
    collects: "sweep",
    credential: "token",
    doubled: "",
    settings: ({ cosmos }) => ({ url_base: cosmos.url, token: cosmos.token }),
  },
  propz: {
    partner: "propz",
    operation: "sales",
    collects: "offers",
    credential: "password",
    doubled: "Compras repetidas",
    callPerRecord: true,
    settings: ({ propz }) => ({
      domain: propz.url,
      token: propz.token,
      username: propz.username,
      password: propz.password,
    }),
  },
  dito: {
    partner: "dito",
    operation: "sales",
    credential: "secret_key",
    doubled: "Eventos repetidos",
    callPerRecord: true,
    settings: ({ dito }) => ({
      platform_api_key: dito.apiKey,
      secret_key: dito.secretKey,
      url_login: dito.url,
      url_eventos: dito.url,
    }),
  },
  "linked-farma": {
    partner: "linked-farma",
    operation: "sales",
    alsoSends: ["catalogue"],
    credential: "token",
    doubled: "Registros repetidos",
    settings: ({ "linked-farma": gruppy }) => ({
      url_base: gruppy.url,
      token: gruppy.token,
      autenticacao: "x_api_key",
      codigo_rede: "RM",
    }),
  },
  "control-shop": {
    partner: "control-shop",
    operation: "catalogue",
    credential: "token",
    doubled: "",
    settings: ({ "control-shop": shop }) => ({ url_base: shop.url, token: shop.token }),
  },
  ligo: {
    partner: "ligo",
    operation: "purchases",
    alsoSends: ["customers", "availability"],
    credential: "token",
    doubled: "Registros repetidos",
    settings: ({ ligo }) => ({ url_base: ligo.url, token: ligo.token }),
  },
  pricefy: {
    partner: "pricefy",
    operation: "prices",
    credential: "token",
    doubled: "",
    settings: ({ pricefy }) => ({ url_base: pricefy.url, token: pricefy.token }),
  },
  proffer: {
    partner: "proffer",
    operation: "files",
    credential: "sftp_senha",
    doubled: "",
    settings: ({ proffer }) => ({
      sftp_host: proffer.host,
      sftp_porta: String(proffer.port),
      sftp_usuario: proffer.user,
      sftp_senha: proffer.password,
      sftp_chave_host: proffer.hostKey,
      arquivo_controle: "sim",
    }),
  },
  "iqvia-api": {
    partner: "iqvia-api",
    operation: "sales",
    credential: "client_secret",
    doubled: "",
    settings: ({ "iqvia-api": { url, clientId, clientSecret } }) => ({
      client_id: clientId,
      client_secret: clientSecret,
      token_url: `${url}/api/v1/security/authenticate`,
      upload_url: `${url}/api/v1/layout1/upload`,
      status_url: `${url}/api/v1/layout1/status/{guid}`,
      captacao_prescricao: "1",
      aliquota_icms: "18",
    }),
  },
  "exact-wms": {
    partner: "exact-wms",
    operation: "entries",
    alsoSends: ["exits"],
    collects: ["entry_returns", "exit_returns", "inventories"],
    credential: "token",
    doubled: "Documentos repetidos",
    settings: ({ "exact-wms": wms }) => ({
      url_base: wms.url,
      autenticacao: "basic",
      usuario: wms.user,
      token: wms.token,
      validade_padrao_dias: "720",
    }),
  },
  "linx-wms": {
    partner: "linx-wms",
    operation: "entries",
    alsoSends: ["exits"],
    collects: ["entry_returns", "exit_returns", "inventories"],
    credential: "token",
    doubled: "Documentos repetidos",
    settings: ({ "linx-wms": wms }) => ({
      url_base: wms.url,
      autenticacao: "basic",
      usuario: wms.user,
      token: wms.token,
      validade_padrao_dias: "720",
    }),
  },
  "delage-wms": {
    partner: "delage-wms",
    operation: "entries",
    alsoSends: ["exits"],
    collects: ["entry_returns", "exit_returns", "inventories"],
    credential: "token",
    doubled: "Documentos repetidos",
    settings: ({ "delage-wms": wms }) => ({
      url_base: wms.url,
      autenticacao: "bearer",
      usuario: wms.user,
      token: wms.token,
      validade_padrao_dias: "720",
    }),
  },
  "fisoft-wms": {
    partner: "fisoft-wms",
    operation: "entries",
    alsoSends: ["exits"],
    collects: ["entry_returns", "exit_returns", "inventories"],
    credential: "token",
    doubled: "Documentos repetidos",
    settings: ({ "fisoft-wms": wms }) => ({
      url_base: wms.url,
      autenticacao: "x_api_key",
      usuario: wms.user,
      token: wms.token,
      validade_padrao_dias: "720",
    }),
  },
  iqvia: {
    partner: "iqvia",
    operation: "demand",
    credential: "ftp_senha",
    doubled: "",
    settings: ({ iqvia }) => ({
      CD_EMP_IMS: iqvia.network,
      ftp_host: iqvia.host,
      ftp_porta: String(iqvia.port),
      ftp_usuario: iqvia.user,
      ftp_senha: iqvia.password,
    }),
  },
  unifabra: {
    partner: "unifabra",
    operation: "files",
    credential: "sftp_senha",
    doubled: "",
    settings: ({ unifabra }) => ({
      sftp_host: unifabra.host,
      sftp_porta: String(unifabra.port),
      sftp_usuario: unifabra.user,
      sftp_senha: unifabra.password,
      sftp_chave_host: unifabra.hostKey,
      codigo_associacao: "77",
    }),
  },
  boavista: {
    partner: "boavista",
    operation: "sales",
    collects: ["payments", "statement"],
    credential: "chave_secreta",
    doubled: "Vendas repetidas",
    settings: ({ boavista }) => ({
      url_base: boavista.url,
      chave_acesso: boavista.accessKey,
      chave_secreta: boavista.secretKey,
      email_notificacao: "financeiro@drogarias-horizonte.example",
    }),
  },
  webcompras: {
    partner: "webcompras",
    operation: "needs",
    collects: "orders",
    credential: "token",
    doubled: "",
    settings: ({ webcompras }) => ({
      url_base: webcompras.url,
      token: webcompras.token,
      cnpj_comprador: "41902377000113",
    }),
  },
  naapyes: {
    partner: "naapyes",
    operation: "sales",
    collects: ["members", "rules", "closings"],
    credential: "token",
    doubled: "Autorizações repetidas",
    callPerRecord: true,
    sales: () =>
      fixedSales().map((sale) => ({
        ...sale,
        program: "agreement",
        payments: [
          makePayment({ method: "05", amountCents: sale.totalCents, nsu: `90${sale.number}` }),
        ],
      })),
    settings: ({ naapyes }) => ({
      url_base: naapyes.url,
      token: naapyes.token,
      cd_convenio: naapyes.agreement,
    }),
  },
};
