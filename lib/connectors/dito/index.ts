import { PartnerError } from "@/lib/core/errors.ts";
import { daily, daysBack } from "@/lib/core/schedule.ts";
import { defineConnector } from "../define.ts";
import { choice, secret, text, url } from "../settings.ts";
import { guide } from "./guide.ts";
import { sendEvent } from "./call.ts";
import { deliverReceipts } from "./deliver.ts";
import { prepareReceipts } from "./prepare-receipts.ts";

const cfopList = <const Key extends string>(key: Key, label: string, help: string) =>
  text(key, label, {
    required: false,
    help,
    refuse: (value) =>
      /^\d{4}([\s,;]+\d{4})*$/.test(value.trim())
        ? null
        : `“${label}” deve ter códigos de 4 dígitos separados por vírgula.`,
  });

/** No person: the credentials are looked at before anything else, and the empty event is then refused. */
const NOBODY = "0";

export const dito = defineConnector({
  id: "dito",
  name: "Dito",
  summary:
    "CRM de varejo: recebe clientes, compras e devoluções para segmentar e enviar mensagens.",
  // A person and what is said to them.
  icon: "M8 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM3 20v-2a4 4 0 0 1 4-4h2a4 4 0 0 1 4 4v2M14 4h7v6h-4l-3 2z",
  contract: "published",
  guide,
  transport: "rest",
  settings: [
    secret("platform_api_key", "Chave da API", {
      help: "Platform API key da marca, em Configurações da Dito",
    }),
    secret("secret_key", "Chave secreta", {
      help: "Secret key da marca; o Enlace envia apenas a assinatura feita com ela",
    }),
    choice("tipo_id", "Identificação do cliente", {
      defaultValue: "cpf",
      help: "Deve ser a mesma em todos os sistemas que falam com a Dito",
      options: [
        { value: "cpf", label: "CPF" },
        { value: "sha1_email", label: "E-mail (SHA-1)" },
        { value: "codigo", label: "Código do cliente no ERP" },
      ],
    }),
    text("codigo_loja", "Código da loja", {
      perBranch: true,
      maxLength: 60,
      help: "Exatamente como está cadastrado na Dito",
    }),
    cfopList(
      "cfops_venda",
      "CFOPs de venda",
      "Códigos que contam como venda, separados por vírgula. Vazio: todos",
    ),
    cfopList(
      "cfops_devolucao",
      "CFOPs de devolução",
      "Códigos que contam como devolução, separados por vírgula. Vazio: todos",
    ),
    url("url_login", "Endereço de clientes", {
      defaultValue: "https://login.plataformasocial.com.br",
      help: "Só mude se a Dito pedir",
    }),
    url("url_eventos", "Endereço de eventos", {
      defaultValue: "https://events.plataformasocial.com.br",
      help: "Só mude se a Dito pedir",
    }),
  ],
  check: async (ctx) => {
    const response = await sendEvent(ctx, NOBODY);
    response.json();
    if (response.status < 400)
      throw new PartnerError(
        "unexpected_shape",
        "A Dito aceitou um evento vazio: o endereço de eventos não parece ser o dela.",
      );
    return "Credenciais aceitas pela Dito.";
  },
  operations: {
    sales: {
      label: "Compras",
      schedule: daily("03:30"),
      period: daysBack(1),
      secondSending: { effect: "adds_difference", certainty: "assumed" },
      missed: "all",
      personal: "CPF, nome, contato e nascimento de clientes",
      ledger: true,
      manualRun: { maxDays: 31 },
      prepare: prepareReceipts,
      deliver: deliverReceipts,
    },
  },
});
