import { PartnerError } from "@/lib/core/errors.ts";
import { isCpf } from "@/lib/core/documents.ts";
import { isDay } from "@/lib/core/period.ts";
import { daily, daysBack } from "@/lib/core/schedule.ts";
import { defineConnector, type Operation, type StoredFile } from "../define.ts";
import { choice, email, integer, secret, text, url } from "../settings.ts";
import { prepareInventories } from "./prepare-inventory.ts";
import { prepareMovements } from "./prepare-movements.ts";
import { serviceOf } from "./service.ts";
import type { ServiceKey } from "./service-calls.ts";

async function bytesOf(file: StoredFile): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of file.open()) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Received is not accepted: the file stays sent until Anvisa has validated it. */
const transmission: Pick<Operation<ServiceKey>, "deliver" | "look" | "confirm" | "confirmEvery"> = {
  deliver: async (ctx, file) => ({
    status: "sent",
    receipt: await serviceOf(ctx).send(ctx, file, await bytesOf(file)),
  }),
  look: async (ctx, file) => {
    const service = serviceOf(ctx);
    const receipt = service.lookFor(ctx, file, await bytesOf(file));
    return receipt !== null && (await service.ask(ctx, file, receipt))
      ? { status: "sent", receipt }
      : null;
  },
  confirm: async (ctx, file) => {
    if (file.receipt === null)
      throw new PartnerError(
        "unexpected_shape",
        "O arquivo não tem o protocolo da Anvisa com que consultá-lo.",
      );
    return (await serviceOf(ctx).ask(ctx, file, file.receipt)) ?? { status: "pending" };
  },
  confirmEvery: { minutes: 5, giveUpHours: 96 },
};

export const sngpc = defineConnector({
  id: "sngpc",
  name: "SNGPC",
  article: "o",
  summary:
    "Sistema Nacional de Gerenciamento de Produtos Controlados (Anvisa): envia inventário e movimentações de controlados e antimicrobianos.",
  // A capsule behind a shield.
  icon: "M12 3l8 3v6c0 5-3.5 8-8 9-4.5-1-8-4-8-9V6zM9.2 14.8a2 2 0 0 1 0-2.8l2.8-2.8a2 2 0 0 1 2.8 2.8L12 14.8a2 2 0 0 1-2.8 0zM10.6 10.6l2.8 2.8",
  contract: "published",
  guide: {
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
  },
  transport: "rest",
  settings: [
    email("usuario", "Usuário", { maxLength: 120, help: "E-mail do RT no SNGPC" }),
    secret("senha", "Senha", { help: "Senha do RT no SNGPC" }),
    text("cpf_rt", "CPF do RT", {
      maxLength: 14,
      help: "CPF do farmacêutico responsável, o mesmo do usuário",
      refuse: (value) => (isCpf(value) ? null : "“CPF do RT” não é um CPF válido."),
    }),
    integer("dias_por_arquivo", "Dias por arquivo", {
      defaultValue: "1",
      min: 1,
      max: 7,
      help: "De 1 a 7 dias seguidos em cada arquivo",
    }),
    text("data_inicio", "Primeiro dia a enviar", {
      required: false,
      maxLength: 10,
      help: "aaaa-mm-dd. Só quando o inventário e os dias anteriores já foram transmitidos por outro sistema",
      refuse: (value) =>
        isDay(value) ? null : "“Primeiro dia a enviar” deve ser uma data como 2026-03-01.",
    }),
    choice("ambiente", "Ambiente", {
      defaultValue: "producao",
      help: "Produção vale como prestação de contas; homologação é para testes",
      options: [
        { value: "producao", label: "Produção" },
        { value: "homologacao", label: "Homologação" },
      ],
    }),
    choice("transporte", "Transporte", {
      defaultValue: "rest",
      help: "O serviço SOAP está sendo desativado pela Anvisa",
      options: [
        { value: "rest", label: "REST (atual)" },
        { value: "soap", label: "SOAP (antigo)" },
      ],
    }),
    choice("hash_sobre", "Hash do envio SOAP", {
      defaultValue: "zip",
      help: "Sobre o que o MD5 é calculado no transporte SOAP",
      options: [
        { value: "zip", label: "Arquivo zip" },
        { value: "xml", label: "XML" },
      ],
    }),
    url("url_rest", "Endereço REST", {
      required: false,
      help: "Vazio: o endereço publicado pela Anvisa",
    }),
    url("url_soap", "Endereço SOAP", {
      required: false,
      help: "Vazio: o endereço publicado pela Anvisa para o ambiente",
    }),
  ],
  check: async (ctx) => {
    await serviceOf(ctx).check(ctx);
    return "Credenciais aceitas pela Anvisa.";
  },
  operations: {
    movements: {
      label: "Movimentações",
      schedule: daily("04:00"),
      period: daysBack(1),
      personal: "nomes e documentos de pacientes, compradores e prescritores",
      prepare: prepareMovements,
      ...transmission,
    },
    inventory: {
      label: "Inventário",
      schedule: daily("02:30"),
      period: daysBack(1),
      prepare: prepareInventories,
      ...transmission,
    },
  },
});
