import { daily, daysBack, daysBackRange, window } from "@/lib/core/schedule.ts";
import { defineConnector } from "../define.ts";
import { fieldMapSetting } from "../profiles/field-map.ts";
import { pathSetting, TIMEOUT } from "../profiles/rest-address.ts";
import { deliverLotWith } from "../profiles/rest-lote-delivery.ts";
import { email, integer, secret, text, url } from "../settings.ts";
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
  guide: {
    about:
      "A Boavista Tecnologia confere as vendas em cartão, PIX e vale com os extratos das adquirentes. O Enlace envia cada pagamento com NSU e traz a situação da conciliação, os pagamentos e o extrato.",
    ask: [
      "A chave de acesso e a chave secreta",
      "O código de estabelecimento de cada filial",
      "O endereço da API, e os caminhos e os nomes dos campos, quando forem outros",
    ],
    how: [
      "As vendas de dois dias antes (D-2) seguem a cada 4 horas, das 04:00 às 20:00; o que já foi aceito não é enviado novamente, e o que foi corrigido na origem segue na próxima.",
      "No dia seguinte, às 04:00, o Enlace consulta a conciliação das vendas de D-3. No mesmo horário consulta os pagamentos e o extrato dos últimos 3 dias, e novamente a conciliação de D-4 a D-6, porque uma venda corrigida é conciliada em até 3 dias.",
      "Uma venda no cartão sem NSU ou sem autorização não é enviada e aparece nas recusas da tarefa, com o cupom e o motivo; um NSU repetido no dia também.",
      "Cancelamentos de vendas já enviadas seguem marcados como cancelados. Dinheiro e devoluções não são conciliados.",
      "Com “E-mail para avisos” preenchido, o Enlace escreve quando uma tarefa falha e quando há vendas divergentes, não conciliadas ou sem resposta: uma mensagem por tarefa, sem dados de pessoas.",
    ],
    assumed: [
      "Os horários, as chaves e o caminho das informações são publicados; o formato das mensagens, não: o Enlace usa o perfil genérico de lotes e de consultas por página.",
    ],
  },
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
