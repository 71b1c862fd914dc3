import { PartnerError } from "@/lib/core/errors.ts";
import { isDay } from "@/lib/core/period.ts";
import {
  daily,
  daysBack,
  daysBackRange,
  everyInterval,
  everyMinutes,
} from "@/lib/core/schedule.ts";
import { defineConnector } from "../define.ts";
import { secret, text, url } from "../settings.ts";
import { guide } from "./guide.ts";
import { callScanntech, localPath } from "./call.ts";
import { collectPromotions, collectResendRequests } from "./collect.ts";
import { deliverClosings, deliverSales } from "./deliver.ts";
import { prepareClosings } from "./prepare-closings.ts";
import { LOT_SIZE, prepareSales } from "./prepare-sales.ts";

export const scanntech = defineConnector({
  id: "scanntech",
  name: "ScannTech",
  summary:
    "Painel do varejo e Clube de Promoções: envia cupons e fechamentos diários, recebe promoções.",
  // A receipt on its way, an offer on its way back.
  icon: "M4 3h9v12l-2-1.2L8.5 15 6 13.8 4 15zM7 7h3M7 10h3M16 8h4v12h-8M15 17l-3 3 3 3M16 8l2-2M16 8l2 2",
  contract: "observed",
  guide,
  transport: "rest",
  settings: [
    text("usuario", "Usuário", {
      addressee: "detail",
      help: "E-mail da empresa cadastrado na ScannTech",
    }),
    secret("senha", "Senha", { help: "Senha desse usuário, informada pela ScannTech" }),
    text("id_empresa", "Id da empresa", { help: "Informado pela ScannTech na contratação" }),
    text("id_local", "Id do local", {
      perBranch: true,
      help: "Um por filial, informado pela ScannTech",
      refuse: (value) => (/^\d{1,6}$/.test(value) ? null : "O id do local tem de 1 a 6 dígitos."),
    }),
    url("url_1", "Endereço 1", { help: "Usado primeiro" }),
    url("url_2", "Endereço 2", { required: false, help: "Usado quando o endereço 1 não responde" }),
    url("url_3", "Endereço 3", {
      required: false,
      help: "Usado quando os endereços 1 e 2 não respondem",
    }),
    text("data_inicio", "Início da integração", {
      required: false,
      help: "AAAA-MM-DD; dias anteriores não são enviados",
      refuse: (value) => (isDay(value) ? null : "Use o formato AAAA-MM-DD."),
    }),
  ],
  check: async (ctx) => {
    const [branch] = ctx.branches;
    if (!branch)
      throw new PartnerError("settings", "Selecione ao menos uma filial para testar a conexão.");
    await callScanntech(ctx, {
      method: "GET",
      path: `${localPath(ctx, branch.id, "pmkt-rest-api")}/promociones?estado=ACEPTADA`,
    });
    return `Credenciais aceitas pela ScannTech (local ${ctx.settings.forBranch("id_local", branch.id)}).`;
  },
  operations: {
    sales: {
      label: "Vendas",
      schedule: everyInterval(),
      period: daysBackRange(1, 0),
      secondSending: { effect: "adds_difference", certainty: "assumed" },
      ledger: true,
      maxRecords: LOT_SIZE,
      manualRun: { maxDays: 31 },
      prepare: prepareSales,
      deliver: deliverSales,
    },
    closings: {
      label: "Fechamentos diários",
      schedule: daily("02:00"),
      period: daysBackRange(7, 1),
      secondSending: { effect: "replaces", certainty: "observed" },
      prepare: prepareClosings,
      deliver: deliverClosings,
    },
    resends: {
      label: "Pedidos de reenvio",
      schedule: everyMinutes(12 * 60),
      period: daysBack(0),
      collect: collectResendRequests,
    },
    promotions: {
      label: "Promoções",
      schedule: everyMinutes(30),
      period: daysBack(0),
      collect: collectPromotions,
    },
  },
});
