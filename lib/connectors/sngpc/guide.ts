import type { ConnectorGuide } from "../define.ts";

/** What the help page says of this type. */
export const guide: ConnectorGuide = {
  about:
    "Toda farmácia privada presta contas à Anvisa dos medicamentos controlados (Portaria 344/98) e antimicrobianos. O Enlace monta os arquivos, confere cada registro antes de enviar e acompanha a validação.",
  ask: [
    "O e-mail e a senha com que o farmacêutico responsável técnico (RT) entra no SNGPC",
    "O CPF do RT: deve ser o do mesmo usuário, ou a Anvisa recusa o arquivo",
    "Se cada filial tem o seu RT: cadastre uma integração por RT, com as filiais dele",
    "Se o inventário já foi transmitido por outro sistema: a data do primeiro dia que o Enlace deve enviar",
  ],
  how: [
    "Primeiro vai o inventário: a contagem mais nova que o Enlace recebeu de cada filial. As movimentações começam no dia seguinte, depois que a Anvisa o validar.",
    "Todos os dias, às 04:00, o Enlace gera os arquivos que faltam até ontem, sempre a partir do dia seguinte ao último arquivo validado. Dias sem movimento também são enviados.",
    "Um arquivo recebido fica Enviado; só depois de validado pela Anvisa ele fica Concluído. O Enlace consulta a cada 5 minutos; enquanto espera, o próximo arquivo da filial não sai.",
    "Antes de enviar, o Enlace confere o esquema da Anvisa e as regras (receita, notificação, datas, saldo de cada lote). Um registro errado segura o arquivo inteiro, porque a conta não pode ir pela metade: a tarefa diz qual é e por quê.",
    "Vendas canceladas antes do envio não são transmitidas. Um cancelamento posterior precisa ser corrigido pelo RT no próprio SNGPC, e o log avisa.",
    "Farmácias de manipulação: a venda de um insumo tira do lote o insumo por unidade vezes as unidades vendidas (30 cápsulas de 20 mg tiram 0,6 g). Uma transformação tira caixas do lote do medicamento e abre o lote transformado, de que saem as vendas e as perdas do que foi manipulado com ele.",
    "Um registro errado segura os arquivos seguintes da mesma filial até ser resolvido. Cancele-o no ERP e envie o certo sob outro código (ou envie a receita ou a entrada que falta), e reprocesse a tarefa; as outras filiais seguem.",
  ],
  assumed: [
    "As exigências que a Anvisa não escreve no esquema (notificação nos tipos 2, 3 e 4, paciente na receita de antimicrobiano, saldo do lote) são conferidas como o Enlace as entende.",
    "O formato exato das mensagens de erro do serviço REST não é publicado: o que o Enlace não reconhece é mostrado e nunca tomado por aceito.",
    "O inventário vale para o fim do dia da contagem. Ele não tem lugar para medicamentos transformados: o saldo deles segue das transformações.",
    "O que sai de um lote numa venda manipulada é arredondado em 6 casas decimais; a unidade (g, mL ou unidade) deve ser a do lote.",
  ],
};
