import type { ConnectorGuide } from "@/lib/connectors/define.ts";

/** What the help page says of this type. */
export const guide: ConnectorGuide = {
  about:
    "O grupo vende em um só CV, o Hub, e cada empreendimento tem o seu próprio CV (terminal), integrado ao Sienge. O Multi CV cria no terminal correspondente cada reserva que entra em “pode faturar”, com pessoas, condições, documentos e comissões, e atualiza o Hub e o terminal quando ela é vendida, cancelada ou distratada.",
  ask: [
    "O endereço de cada CV (Hub e terminais) e, em cada um, um usuário administrativo com token",
    "Opcional, em cada CV: o e-mail e a senha de um usuário do painel, que a API v3 exige para listar os tipos de venda e quem pode vender cada empreendimento",
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
    "O Enlace só envia campos que o CV e o Sienge publicam. Nas respostas, também lê alguns nomes que não foram publicados nem vistos, como o número da reserva dentro dela, listas com nome próprio e os empreendimentos de cada corretor: se não aparecerem, valem os publicados.",
    "Os horários do CV são de UTC-3. Após um erro 429 sem prazo, a espera é de 60 segundos.",
  ],
};
