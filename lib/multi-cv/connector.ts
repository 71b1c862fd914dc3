import { defineConnector } from "@/lib/connectors/define.ts";
import { daily, daysBack, everyMinutes, onDemand } from "@/lib/core/schedule.ts";
import { FLOW_SETTINGS } from "./flow-settings.ts";

/** The catalogue's entry. Addresses and tokens are not here but in the store "Tokens", one row an environment. */
export const multiCv = defineConnector({
  id: "multi-cv",
  name: "Multi CV",
  summary:
    "Leva as reservas do CV Hub aos CVs dos empreendimentos e traz de volta o que o Sienge decidiu.",
  // A house from which three ways lead.
  icon: "M3 11l6-6 6 6v8H3zM7 19v-5h4v5M15 15h2M17 9v11M17 9h4M17 15h4M17 20h4",
  contract: "observed",
  guide: {
    about:
      "O grupo vende em um só CV, o Hub, e cada empreendimento vive no seu próprio CV, que alimenta o Sienge. O Multi CV cria no terminal certo cada reserva que entra em “pode faturar”, com pessoas, condições, documentos e comissões, e leva de volta ao Hub e ao terminal se ela foi vendida, cancelada ou distratada.",
    ask: [
      "O endereço de cada CV (Hub e terminais) e, em cada um, um usuário administrativo com token",
      "O subdomínio do Sienge e um usuário de API com contratos de venda, unidades, empreendimentos e webhooks liberados",
      "A cota diária de chamadas do plano do Sienge, que é dividida com as outras integrações",
      "Quem confirma os mapeamentos: situações, séries, tipos de associação, de documento e de venda têm números diferentes em cada CV",
    ],
    how: [
      "Quando o Hub avisa, ou na varredura de cada 5 minutos, a reserva em “pode faturar” é lida de novo e segue etapa por etapa; cada etapa confere antes de gravar, e uma resposta perdida não cria outra reserva.",
      "As condições de pagamento só seguem se somarem o valor do contrato até o centavo.",
      "Contrato emitido no Sienge torna a reserva vendida; cancelado sem emissão, cancelada; cancelado depois de emitido, distratada. O que é ambíguo espera a decisão de uma pessoa, e nada volta sozinho de cancelada ou distratada.",
      "Muitos cancelamentos de uma vez são retidos até uma pessoa liberar.",
      "O terminal não sai de “pode faturar” antes do envio ao Sienge, que o CV faz a cada cinco minutos.",
    ],
    assumed: [
      "O CV não publica o corpo dos seus webhooks nem se repete o envio: o Enlace lê só o número da reserva e confere tudo na API; a varredura é a garantia.",
      "O contrato do Sienge cita a reserva do terminal como código externo; pode ser trocado em Tokens.",
      "Documentos e comissões vão do Hub ao terminal e contratos assinados do terminal ao Hub; cada direção pode ser trocada em Tokens.",
      "Os horários do CV são de UTC-3; um 429 sem prazo espera 60 segundos.",
    ],
  },
  transport: "rest",
  settings: FLOW_SETTINGS,
  check: async () => "Cada ambiente é testado por si em Tokens, com o botão “Verificar”.",
  operations: {
    transfer: {
      label: "Levar a reserva ao terminal",
      schedule: onDemand(),
      period: daysBack(0),
      personal: "documentos e contratos de compradores",
      flow: "subject",
    },
    situation: {
      label: "Levar a situação",
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
