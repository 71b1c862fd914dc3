import { PartnerError } from "@/lib/core/errors.ts";
import { daily, daysBackRange, everyInterval } from "@/lib/core/schedule.ts";
import { defineConnector } from "../define.ts";
import { choice, integer, secret, text } from "../settings.ts";
import { guide } from "./guide.ts";
import { callPropz } from "./call.ts";
import { collectOffers } from "./collect-offers.ts";
import { deliverPurchases } from "./deliver.ts";
import { preparePurchases } from "./prepare-purchases.ts";

/** No CPF: asks for the showcase of nobody, which only a right password gets past. */
const NOBODY = "00000000000";

export const propz = defineConnector({
  id: "propz",
  name: "Propz",
  summary: "CRM e ofertas personalizadas: recebe cada compra e devolve as ofertas dos clientes.",
  // A price tag with a percent.
  icon: "M4 4h8l8 8-8 8-8-8zM8 8h.01M10.5 14.5l4-4M11 11h.01M14 14h.01",
  contract: "observed",
  guide,
  transport: "rest",
  settings: [
    text("domain", "Domínio", {
      addressee: "address",
      help: "Servidor do seu ambiente, sem /v1: por exemplo, propzcloud.exemplo",
      refuse: (value) =>
        /^(https?:\/\/)?[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?\/?$/i.test(value)
          ? null
          : "“Domínio” deve ser um nome de servidor, sem caminho.",
    }),
    secret("token", "Token", {
      help: "Identificador (UUID) do banco de dados, informado pela Propz",
    }),
    text("username", "Usuário", { addressee: "detail", help: "Usuário da API" }),
    secret("password", "Senha", { help: "Senha da API" }),
    text("storeId", "Código da loja", {
      perBranch: true,
      help: "storeId da filial no cadastro da Propz",
      maxLength: 60,
    }),
    choice("sem_cliente", "Venda sem cliente", {
      defaultValue: "enviar",
      help: "O que fazer com cupons sem CPF válido ou de quem não consentiu",
      options: [
        { value: "enviar", label: "Enviar sem identificar o cliente" },
        { value: "pular", label: "Não enviar" },
      ],
    }),
    choice("typePromotion", "Tipo de oferta", {
      defaultValue: "TODAS",
      help: "Quais ofertas trazer",
      options: [
        { value: "TODAS", label: "Todas" },
        { value: "PERSONALIZED", label: "Personalizadas" },
        { value: "MASSIVE", label: "De massa" },
      ],
    }),
    text("canal", "Canal das ofertas", {
      defaultValue: "ecom",
      help: "Canal informado na consulta das ofertas",
      maxLength: 40,
    }),
    integer("clientes_por_execucao", "Clientes por consulta de ofertas", {
      defaultValue: "200",
      min: 1,
      max: 5_000,
      help: "Quantos clientes, no máximo, têm as ofertas consultadas a cada dia",
    }),
  ],
  check: async (ctx) => {
    const [branch] = ctx.branches;
    if (!branch)
      throw new PartnerError("settings", "Selecione ao menos uma filial para testar a conexão.");
    const storeId = ctx.settings.forBranch("storeId", branch.id);
    const response = await callPropz(ctx, {
      method: "GET",
      path: `/retail/promotion-showcase/${NOBODY}?channel=${encodeURIComponent(ctx.settings.text("canal"))}&storeId=${encodeURIComponent(storeId)}`,
      accept: [404],
    });
    if (response.status !== 404) response.json();
    return `Credenciais aceitas pela Propz (loja ${storeId}).`;
  },
  operations: {
    sales: {
      label: "Compras",
      schedule: everyInterval(),
      period: daysBackRange(1, 0),
      secondSending: { effect: "adds_difference", certainty: "assumed" },
      personal: "CPF de clientes que aceitaram ofertas",
      ledger: true,
      manualRun: { maxDays: 31 },
      prepare: preparePurchases,
      deliver: deliverPurchases,
    },
    offers: {
      label: "Ofertas",
      schedule: daily("05:00"),
      period: daysBackRange(7, 1),
      collect: collectOffers,
    },
  },
});
