import type { ConnectorGuide } from "../define.ts";

/** What the help page says of this type. */
export const guide: ConnectorGuide = {
  about:
    "A NaapYes opera o convênio em que funcionários de empresas compram com desconto ou desconto em folha. O Enlace confirma as vendas que o caixa autorizou, cancela as desfeitas e recebe conveniados, regras de produtos e fechamentos mensais.",
  ask: [
    "Endereço da API e o token de acesso",
    "O código do convênio e o código de credenciado de cada filial",
    "Os caminhos de confirmação, cancelamento, consulta e cadastros, e os nomes dos campos, quando forem outros",
    "Se a NSU da autorização é a que o caixa grava no pagamento",
    "Se o contrato exige o CPF de quem compra",
  ],
  how: [
    "A consulta e a autorização acontecem no caixa, na hora da venda: o Enlace não participa delas.",
    "No intervalo da integração, o Enlace confirma cada venda de convênio pela NSU do pagamento e cancela as canceladas e devolvidas; cada uma segue uma única vez.",
    "Venda de convênio sem NSU não passou pela autorização do operador: fica de fora e é contada no log. Cancelamento ou devolução sem NSU usa a da venda que desfaz; quando nem ela está entre as dos últimos dias, é recusado e aparece na tarefa.",
    "Conveniados e regras de produtos são buscados a cada 60 minutos (ajustável, um intervalo para cada); fechamentos, todo dia às 07:00 (horário ajustável).",
    "O CPF só é enviado quando a chave “Enviar CPF do conveniado” está ligada; o que vem do operador é guardado mascarado.",
  ],
  assumed: [
    "Endereços, nomes de campos, autenticação e respostas: o parceiro não publica o contrato, e o Enlace usa os perfis genéricos CONVENIO-REST (vendas) e REST-PULL (cadastros).",
  ],
};
