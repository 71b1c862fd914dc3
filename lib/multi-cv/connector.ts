import { defineConnector } from "@/lib/connectors/define.ts";
import { daily, daysBack, everyMinutes, onDemand } from "@/lib/core/schedule.ts";
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
  guide: {
    about:
      "O grupo vende em um só CV, o Hub, e cada empreendimento tem o seu próprio CV (terminal), integrado ao Sienge. O Multi CV cria no terminal correspondente cada reserva que entra em “pode faturar”, com pessoas, condições, documentos e comissões, e atualiza o Hub e o terminal quando ela é vendida, cancelada ou distratada.",
    ask: [
      "O endereço de cada CV (Hub e terminais) e, em cada um, um usuário administrativo com token",
      "O subdomínio do Sienge e um usuário de API com contratos de venda, unidades, empreendimentos e webhooks liberados",
      "A cota diária de chamadas do plano do Sienge, compartilhada com as outras integrações",
      "O responsável por confirmar os mapeamentos: situações, séries, tipos de associação, de documento e de venda têm números diferentes em cada CV",
    ],
    how: [
      "Quando o Hub envia um aviso, ou na varredura a cada 5 minutos, a reserva em “pode faturar” é consultada e processada etapa por etapa. Cada etapa verifica os dados antes de gravar, e uma resposta perdida não cria outra reserva.",
      "As condições de pagamento só são enviadas se a soma for igual ao valor do contrato, até o centavo.",
      "Contrato emitido no Sienge torna a reserva vendida; cancelado sem emissão, cancelada; cancelado depois de emitido, distratada. Os casos ambíguos aguardam a decisão de um usuário, e uma reserva cancelada ou distratada não é reativada automaticamente.",
      "Muitos cancelamentos de uma vez ficam retidos até que um usuário os libere.",
      "O terminal não sai de “pode faturar” antes do envio ao Sienge, que o CV faz a cada 5 minutos.",
    ],
    assumed: [
      "O CV não publica o conteúdo dos seus webhooks nem informa se repete o envio. O Enlace lê só o número da reserva, consulta os dados na API e faz a varredura periódica.",
      "O contrato do Sienge cita a reserva do terminal como código externo. Isso pode ser alterado em Tokens.",
      "Documentos e comissões são copiados do Hub para o terminal, e contratos assinados, do terminal para o Hub. Cada direção pode ser alterada em Tokens.",
      "Os horários do CV são de UTC-3. Após um erro 429 sem prazo, a espera é de 60 segundos.",
    ],
  },
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
