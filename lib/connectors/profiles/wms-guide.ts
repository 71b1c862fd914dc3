import type { ConnectorGuide } from "../define.ts";

/** The help page of a warehouse whose contract is not public. */
export function wmsGuide(name: string): ConnectorGuide {
  return {
    about: `O ${name} cuida do depósito: recebe do Enlace as notas de compra (pré-entradas) e os pedidos de saída, e devolve o que foi conferido, expedido e inventariado.`,
    ask: [
      "Endereço da API, e o usuário e a senha ou o token",
      "O código de cada depósito",
      "O caminho de cada serviço: pré-entradas, saídas, consultas e retornos",
      "Se orçamentos e devoluções a fornecedor devem seguir como pedidos de saída",
      "Se toda saída precisa voltar com o lote",
    ],
    how: [
      "A cada intervalo (de 5 a 15 minutos é o comum), envia as notas de compra e os pedidos de saída dos últimos sete dias que o WMS ainda não tem.",
      "No mesmo ritmo busca recebimentos e expedições; buscar marca o documento como devolvido no WMS. Os inventários são buscados a cada 60 minutos (ajustável).",
      "Somente filiais com “Código do depósito” preenchido participam.",
      "Documento recusado não segura os outros: a recusa aparece na tarefa, com o número e o motivo.",
      "Nota com item sem lote ou sem validade é recusada antes do envio, a menos que “Validade padrão (dias)” esteja preenchida.",
    ],
    assumed: [
      `O contrato inteiro: o ${name} não o publica, e o Enlace usa o perfil genérico WMS-REST, igual ao observado em outro WMS, com os caminhos do contrato do cliente.`,
    ],
  };
}
