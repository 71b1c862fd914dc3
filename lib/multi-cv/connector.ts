import { defineConnector } from "@/lib/connectors/define.ts";
import { daily, daysBack, everyMinutes, onDemand } from "@/lib/core/schedule.ts";
import { guide } from "./guide.ts";
import { FLOW_SETTINGS } from "./flow-settings.ts";

/** The catalogue's entry. Addresses and tokens are not here but in the store "Tokens", one row an environment. */
export const multiCv = defineConnector({
  id: "multi-cv",
  name: "Multi CV",
  article: "o",
  summary:
    "Transfere as reservas do CV Hub para os CVs dos empreendimentos e atualiza a situação conforme o Sienge.",
  // A house from which three ways lead.
  icon: "M3 11l6-6 6 6v8H3zM7 19v-5h4v5M15 15h2M17 9v11M17 9h4M17 15h4M17 20h4",
  contract: "observed",
  guide,
  transport: "rest",
  settings: FLOW_SETTINGS,
  check: async () => "Teste cada ambiente em Tokens, com o botão “Verificar”.",
  operations: {
    transfer: {
      label: "Transferir a reserva para o terminal",
      schedule: onDemand(),
      period: daysBack(0),
      personal: "documentos e contratos de compradores",
      flow: "subject",
    },
    situation: {
      label: "Atualizar a situação",
      schedule: onDemand(),
      period: daysBack(0),
      personal: "documentos e contratos de compradores",
      flow: "subject",
    },
    sweep: {
      label: "Varredura",
      schedule: everyMinutes(5),
      period: daysBack(0),
      missed: "last",
      flow: "pass",
    },
    reconcile: {
      label: "Conciliação",
      schedule: daily("04:00"),
      period: daysBack(0),
      missed: "skip",
      flow: "pass",
    },
    setup: {
      label: "Carregar e conferir a configuração",
      schedule: onDemand(),
      period: daysBack(0),
      flow: "pass",
      prepares: true,
    },
    full: {
      label: "Conferência completa",
      schedule: daily("02:30"),
      period: daysBack(0),
      missed: "last",
      personal: "documentos e contratos de compradores",
      flow: "pass",
    },
  },
});
