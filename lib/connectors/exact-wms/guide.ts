import type { ConnectorGuide } from "../define.ts";

/** What the help page says of this type. */
export const guide: ConnectorGuide = {
  about:
    "O Exact WMS cuida do depósito: recebe do Enlace as notas de compra (pré-entradas) e os pedidos de saída, e devolve o que foi conferido, expedido e inventariado.",
  ask: [
    "Endereço do servidor do Exact WMS e como ele está protegido (rede ou usuário e senha)",
    "O número do usuário que identifica a integração",
    "Se o retorno de saídas usa a versão v2 ou v3",
    "Se os inventários são por produto ou por lote",
  ],
  how: [
    "A cada intervalo (de 5 a 15 minutos é o comum), envia as notas de compra e os pedidos de saída dos últimos sete dias que o WMS ainda não tem.",
    "No mesmo ritmo busca recebimentos e expedições; buscar marca o documento como devolvido no WMS. Os inventários são buscados a cada 60 minutos (ajustável).",
    "Somente filiais com “Código do depósito” preenchido participam.",
    "O WMS recebe cada envio por inteiro; quando recusa um documento, os outros seguem um a um e a recusa aparece na tarefa.",
    "Nota com item sem lote ou sem validade é recusada antes do envio, a menos que “Validade padrão (dias)” esteja preenchida.",
  ],
  assumed: [
    "O contrato foi observado no código do próprio fornecedor; o formato do inventário não aparece nele por inteiro.",
  ],
};
