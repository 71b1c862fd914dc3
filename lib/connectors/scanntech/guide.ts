import type { ConnectorGuide } from "../define.ts";

/** What the help page says of this type. */
export const guide: ConnectorGuide = {
  about:
    "A ScannTech recebe cada cupom e o fechamento diário das lojas e devolve as promoções do Clube de Promoções, pagas pela indústria.",
  ask: [
    "Usuário (e-mail da empresa cadastrado) e senha",
    "O id da empresa e o id do local de cada filial",
    "Os três endereços de envio, usados um na falta do outro",
  ],
  how: [
    "As vendas seguem no intervalo da integração, em lotes de até 195 cupons; o que a ScannTech já aceitou não é enviado novamente.",
    "Cancelamentos e devoluções seguem como movimentos próprios, com o número da venda que desfazem. Uma devolução cuja venda a ScannTech não recebeu não é enviada e é contada no log.",
    "Os fechamentos dos últimos sete dias seguem às 02:00, somando o que foi aceito.",
    "Promoções são consultadas a cada 30 minutos e ficam à disposição do ERP pela API, para valer no caixa; pedidos de reenvio são consultados a cada 12 horas.",
    "Dias anteriores podem ser enviados em “Executar integração”, até 31 dias por vez.",
  ],
  assumed: ["O contrato foi observado em integrações em uso; a ScannTech não o publica."],
};
