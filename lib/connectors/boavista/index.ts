import { daily, daysBack, daysBackRange, window } from "@/lib/core/schedule.ts";
import { defineConnector } from "../define.ts";
import { fieldMapSetting } from "../profiles/field-map.ts";
import { pathSetting, TIMEOUT } from "../profiles/rest-address.ts";
import { deliverLotWith } from "../profiles/rest-lote-delivery.ts";
import { email, integer, secret, text, url } from "../settings.ts";
import { guide } from "./guide.ts";
import { authenticate, CALLED, sendLotOf } from "./call.ts";
import { CARD_SALE_FIELDS } from "./card-sale.ts";
import { collectPayments, collectReconciliation, collectStatement } from "./collect.ts";
import { prepareSales } from "./prepare-sales.ts";

export const boavista = defineConnector({
  id: "boavista",
  name: "BoaVista",
  summary:
    "Conciliação de vendas em cartão: recebe cada pagamento com NSU e devolve a situação nas adquirentes.",
  // A card and its twin, to be reconciled.
  icon: "M3 6h13v8H3zM3 9h13M8 14v4h13v-8h-5",
  contract: "generic",
  guide,
  transport: "rest",
  notify: "email_notificacao",
  settings: [
    url("url_base", "Endereço da API", { help: "Informado pela BoaVista" }),
    secret("chave_acesso", "Chave de acesso", { help: "Fornecida pela BoaVista" }),
    secret("chave_secreta", "Chave secreta", { help: "Fornecida pela BoaVista" }),
    text("codigo_estabelecimento", "Código de estabelecimento", {
      perBranch: true,
      maxLength: 30,
      help: "Código da filial na BoaVista",
    }),
    email("email_notificacao", "E-mail para avisos", {
      required: false,
      help: "Quem é avisado de falhas e divergências; em branco, ninguém",
    }),
    integer("registros_por_lote", "Registros por lote", {
      defaultValue: "500",
      min: 1,
      max: 500,
      help: "Quantas vendas seguem em cada envio, no máximo",
    }),
    pathSetting(
      "caminho_autenticacao",
      "Caminho: autenticação",
      "token",
      "Recurso que troca as chaves por um token",
    ),
    pathSetting("caminho_vendas", "Caminho: vendas", "vendas", "Recurso que recebe as vendas"),
    pathSetting(
      "caminho_conciliacao",
      "Caminho: conciliação",
      "conciliacoes",
      "Recurso que diz a situação das vendas",
    ),
    pathSetting(
      "caminho_pagamentos",
      "Caminho: pagamentos",
      "pagamentos",
      "Recurso dos pagamentos das adquirentes",
    ),
    pathSetting(
      "caminho_extrato",
      "Caminho: extrato",
      "extrato",
      "Recurso das vendas segundo as adquirentes",
    ),
    fieldMapSetting([{ resource: "vendas", label: "Vendas", fields: CARD_SALE_FIELDS }, ...CALLED]),
    TIMEOUT,
  ],
  check: async (ctx) => {
    await authenticate(ctx);
    return "Chaves aceitas pela BoaVista.";
  },
  operations: {
    sales: {
      label: "Vendas (D-2)",
      schedule: window(4, "04:00", "20:00"),
      period: daysBack(2),
      secondSending: { effect: "adds_difference", certainty: "assumed" },
      // Each day has only its own slots: of several missed days none may be left out.
      missed: "all",
      ledger: true,
      maxRecords: { setting: "registros_por_lote" },
      prepare: prepareSales,
      deliver: (ctx, file) => deliverLotWith(ctx, file, sendLotOf(ctx)),
    },
    reconciliation: {
      label: "Conciliação (D-3)",
      schedule: daily("04:00"),
      period: daysBack(3),
      missed: "all",
      collect: (ctx) => collectReconciliation(ctx),
    },
    corrected: {
      label: "Conciliação de vendas corrigidas (D-4 a D-6)",
      schedule: daily("04:00"),
      period: daysBackRange(6, 4),
      collect: (ctx) => collectReconciliation(ctx, { again: true }),
    },
    payments: {
      label: "Pagamentos",
      schedule: daily("04:00"),
      period: daysBackRange(3, 1),
      collect: collectPayments,
    },
    statement: {
      label: "Extrato de vendas",
      schedule: daily("04:00"),
      period: daysBackRange(3, 1),
      collect: collectStatement,
    },
  },
});
