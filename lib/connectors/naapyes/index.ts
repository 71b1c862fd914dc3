import {
  dailyAt,
  daysBack,
  daysBackRange,
  everyInterval,
  everyMinutesOf,
} from "@/lib/core/schedule.ts";
import { defineConnector } from "../define.ts";
import { AUTHORIZATION_FIELDS } from "../profiles/convenio-record.ts";
import {
  CONVENIO_SETTINGS,
  deliverAuthorizations,
  prepareAuthorizations,
} from "../profiles/convenio.ts";
import { fieldMapSetting } from "../profiles/field-map.ts";
import { checkRest, REST_SETTINGS, TEST_PATH, TIMEOUT } from "../profiles/rest-address.ts";
import { pullPath, pullResource } from "../profiles/rest-pull.ts";
import { hour, minutes } from "../settings.ts";
import { guide } from "./guide.ts";
import { closings, members, rules } from "./register.ts";

const [membersMinutes, rulesMinutes] = [
  minutes("intervalo_conveniados_min", "Intervalo dos conveniados (minutos)", 60),
  minutes("intervalo_regras_min", "Intervalo das regras de produtos (minutos)", 60),
];
const closingsHour = hour("horario_fechamentos", "Horário dos fechamentos", "07:00");

export const naapyes = defineConnector({
  id: "naapyes",
  name: "NaapYes Benefícios",
  summary:
    "Convênio de benefícios: confirma e cancela as vendas autorizadas, recebe conveniados, regras e fechamentos.",
  // A card with a heart: a benefit.
  icon: "M3 7h18v11H3zM12 15.5l-2.6-2.4a1.6 1.6 0 0 1 2.3-2.2l.3.3.3-.3a1.6 1.6 0 0 1 2.3 2.2z",
  contract: "generic",
  guide,
  transport: "rest",
  settings: [
    ...REST_SETTINGS,
    ...CONVENIO_SETTINGS,
    ...[members, rules, closings].map(pullPath),
    fieldMapSetting([
      { resource: "autorizacoes", label: "Autorizações", fields: AUTHORIZATION_FIELDS },
      members,
      rules,
      closings,
    ]),
    TIMEOUT,
    TEST_PATH,
    membersMinutes,
    rulesMinutes,
    closingsHour,
  ],
  check: checkRest,
  operations: {
    sales: {
      label: "Vendas de convênio",
      schedule: everyInterval(),
      period: daysBackRange(3, 0),
      secondSending: { effect: "adds_difference", certainty: "assumed" },
      ledger: true,
      personal: "CPF de conveniados, quando o envio está ligado",
      prepare: prepareAuthorizations,
      deliver: deliverAuthorizations,
    },
    members: {
      label: "Conveniados",
      schedule: everyMinutesOf(membersMinutes),
      period: daysBack(0),
      collect: (ctx) => pullResource(ctx, members),
    },
    rules: {
      label: "Regras de produtos",
      schedule: everyMinutesOf(rulesMinutes),
      period: daysBack(0),
      collect: (ctx) => pullResource(ctx, rules),
    },
    closings: {
      label: "Fechamentos mensais",
      schedule: dailyAt(closingsHour),
      period: daysBack(0),
      collect: (ctx) => pullResource(ctx, closings),
    },
  },
});
