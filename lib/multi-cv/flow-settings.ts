import type { SettingReader } from "@/lib/connectors/define.ts";
import { choice, integer, type KeyOf, toggle } from "@/lib/connectors/settings.ts";
import type { FlowContext } from "@/lib/engine/flows/flow-context.ts";
import type { BrakeSettings } from "./rules/burst.ts";
import type { DecisionSettings } from "./rules/situation-decision.ts";
import { LEAD_VALUES, LED_PARTS, PART_LEADS, type PartLead, readLead } from "./rules/part-leads.ts";

/** A setting for each part that more than one side may lead. */
const LEAD_SETTINGS = LED_PARTS.filter((part) => PART_LEADS[part].leads.length > 1).map((part) => {
  const { leads, label, help }: PartLead = PART_LEADS[part];
  return choice(PART_LEADS[part].key, label, {
    defaultValue: LEAD_VALUES[leads[0]].value,
    options: leads.map((lead) => LEAD_VALUES[lead]),
    help,
  });
});

/** What support may set of the flow. */
export const FLOW_SETTINGS = [
  integer("horas_sem_contrato", "Horas até avisar que falta o contrato", {
    defaultValue: "24",
    min: 1,
    max: 720,
    help: "Depois deste tempo em “pode faturar” no terminal sem contrato no Sienge, o Enlace solicita a decisão de um usuário.",
  }),
  toggle("autorizado_vende", "Contrato autorizado já conta como venda", {
    defaultValue: "nao",
    help: "Em geral só o contrato emitido torna a reserva vendida.",
  }),
  choice("removido_sem_emissao", "Contrato removido sem ter sido emitido", {
    defaultValue: "perguntar",
    options: [
      { value: "perguntar", label: "Perguntar a um usuário" },
      { value: "cancelar", label: "Cancelar a reserva" },
    ],
    help: "Um contrato removido pode ser recriado com outro número. Por isso a opção padrão é perguntar.",
  }),
  integer("freio_quantidade", "Freio: cancelamentos permitidos", {
    defaultValue: "10",
    min: 1,
    max: 1000,
    help: "Acima desta quantidade, dentro do tempo abaixo, todos ficam retidos até que um usuário os libere.",
  }),
  integer("freio_segundos", "Freio: dentro de quantos segundos", {
    defaultValue: "300",
    min: 10,
    max: 86_400,
    help: "Período em que os cancelamentos são contados.",
  }),
  integer("freio_espera", "Freio: segundos de espera", {
    defaultValue: "15",
    min: 0,
    max: 600,
    help: "Tempo que cada cancelamento aguarda, para verificar se há outros em seguida.",
  }),
  integer("sienge_completa_min", "Minutos entre consultas completas ao Sienge", {
    defaultValue: "30",
    min: 5,
    max: 1440,
    help: "Com os webhooks do Sienge funcionando, as quatro datas são consultadas só neste intervalo; nas outras varreduras, uma. Intervalos menores consomem mais da cota diária.",
  }),
  integer("documento_mb", "Maior documento, em MB", {
    defaultValue: "25",
    min: 1,
    max: 60,
    help: "Documentos e contratos maiores não são copiados e são listados na reserva.",
  }),
  ...LEAD_SETTINGS,
  integer("contratos_dias", "Dias em que documentos e contratos novos são procurados", {
    defaultValue: "60",
    min: 0,
    max: 730,
    help: "O Enlace procura documentos, contratos assinados e comissões que surgiram em um dos lados, nas reservas transferidas há até este número de dias: a cada meia hora no início e ao menos uma vez por dia depois. 0 desativa.",
  }),
  toggle("mensagem", "Registrar mensagem na reserva", {
    defaultValue: "sim",
    help: "Uma mensagem no Hub e no terminal a cada mudança de situação feita pelo Enlace.",
  }),
];

type Settings = SettingReader<KeyOf<typeof FLOW_SETTINGS>>;

/** The context's settings by the keys that the flow has: the engine's own type takes any. */
export const flowSettings = ({ settings }: Pick<FlowContext, "settings">): Settings => settings;

/** How contracts are read into situations. */
export function readDecisionSettings(settings: Settings): DecisionSettings {
  return {
    authorizedIsSold: settings.flag("autorizado_vende"),
    removedUnissued: settings.text("removido_sem_emissao") === "cancelar" ? "cancel" : "ask",
    hoursBeforeMissing: settings.integer("horas_sem_contrato"),
    withdrawn: readLead("situation", settings.text(PART_LEADS.situation.key)),
  };
}

/** When cancellations are a burst. */
export function readBrakeSettings(settings: Settings): BrakeSettings {
  return {
    limit: settings.integer("freio_quantidade"),
    windowSeconds: settings.integer("freio_segundos"),
    settleSeconds: settings.integer("freio_espera"),
  };
}
