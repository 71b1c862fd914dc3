import type { ConnectorGuide } from "../define.ts";

/** What the help page says of this type. */
export const guide: ConnectorGuide = {
  about:
    "A Boavista Tecnologia confere as vendas em cartão, PIX e vale com os extratos das adquirentes. O Enlace envia cada pagamento com NSU e traz a situação da conciliação, os pagamentos e o extrato.",
  ask: [
    "A chave de acesso e a chave secreta",
    "O código de estabelecimento de cada filial",
    "O endereço da API, e os caminhos e os nomes dos campos, quando forem outros",
  ],
  how: [
    "As vendas de dois dias antes (D-2) seguem a cada 4 horas, das 04:00 às 20:00; o que já foi aceito não é enviado novamente, e o que foi corrigido na origem segue na próxima.",
    "No dia seguinte, às 04:00, o Enlace consulta a conciliação das vendas de D-3. No mesmo horário consulta os pagamentos e o extrato dos últimos 3 dias, e novamente a conciliação de D-4 a D-6, porque uma venda corrigida é conciliada em até 3 dias.",
    "Uma venda no cartão sem NSU ou sem autorização não é enviada e aparece nas recusas da tarefa, com o cupom e o motivo; um NSU repetido no dia também.",
    "Cancelamentos de vendas já enviadas seguem marcados como cancelados. Dinheiro e devoluções não são conciliados.",
    "Com “E-mail para avisos” preenchido, o Enlace escreve quando uma tarefa falha e quando há vendas divergentes, não conciliadas ou sem resposta: uma mensagem por tarefa, sem dados de pessoas.",
  ],
  assumed: [
    "Os horários, as chaves e o caminho das informações são publicados; o formato das mensagens, não: o Enlace usa o perfil genérico de lotes e de consultas por página.",
  ],
};
