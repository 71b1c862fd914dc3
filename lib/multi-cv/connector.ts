import { defineConnector } from "@/lib/connectors/define.ts";
import { choice, integer, toggle } from "@/lib/connectors/settings.ts";
import { daily, daysBack, everyMinutes, onDemand } from "@/lib/core/schedule.ts";

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
  settings: [
    integer("horas_sem_contrato", "Horas até avisar que falta o contrato", {
      defaultValue: "24",
      min: 1,
      max: 720,
      help: "Depois deste tempo em “pode faturar” no terminal sem contrato no Sienge, o Enlace pergunta a uma pessoa.",
    }),
    toggle("autorizado_vende", "Contrato autorizado já conta como venda", {
      defaultValue: "nao",
      help: "Em geral só o contrato emitido torna a reserva vendida.",
    }),
    choice("removido_sem_emissao", "Contrato removido sem ter sido emitido", {
      defaultValue: "perguntar",
      options: [
        { value: "perguntar", label: "Perguntar a uma pessoa" },
        { value: "cancelar", label: "Cancelar a reserva" },
      ],
      help: "Um contrato removido pode voltar com outro número; por isso o Enlace pergunta.",
    }),
    integer("freio_quantidade", "Freio: cancelamentos permitidos", {
      defaultValue: "10",
      min: 1,
      max: 1000,
      help: "Mais do que isto dentro do tempo abaixo retém todos até uma pessoa liberar.",
    }),
    integer("freio_segundos", "Freio: dentro de quantos segundos", {
      defaultValue: "300",
      min: 10,
      max: 86_400,
      help: "A janela em que os cancelamentos são contados.",
    }),
    integer("freio_espera", "Freio: segundos de espera", {
      defaultValue: "15",
      min: 0,
      max: 600,
      help: "Quanto um cancelamento espera para o Enlace ver se vêm outros.",
    }),
    integer("sienge_completa_min", "Minutos entre consultas completas ao Sienge", {
      defaultValue: "30",
      min: 5,
      max: 1440,
      help: "Com os webhooks do Sienge funcionando, só neste ritmo as quatro datas são consultadas; nas outras varreduras, uma. Menos minutos gastam mais da cota diária.",
    }),
    integer("documento_mb", "Maior documento, em MB", {
      defaultValue: "25",
      min: 1,
      max: 60,
      help: "Documentos e contratos maiores não são copiados e ficam listados na reserva.",
    }),
    integer("contratos_dias", "Dias em que contratos novos são procurados", {
      defaultValue: "60",
      min: 0,
      max: 730,
      help: "Toda noite o Enlace procura contratos assinados das reservas levadas há até este número de dias. 0 desliga.",
    }),
    toggle("mensagem", "Escrever na reserva o que mudou", {
      defaultValue: "sim",
      help: "Uma mensagem no Hub e no terminal a cada mudança de situação levada pelo Enlace.",
    }),
  ],
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
