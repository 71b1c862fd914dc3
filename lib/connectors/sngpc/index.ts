import { PartnerError } from "@/lib/core/errors.ts";
import { isCpf } from "@/lib/core/documents.ts";
import { isDay } from "@/lib/core/period.ts";
import { daily, daysBack } from "@/lib/core/schedule.ts";
import { defineConnector, type Operation, type StoredFile } from "../define.ts";
import { choice, email, integer, secret, text, url } from "../settings.ts";
import { guide } from "./guide.ts";
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
  guide,
  transport: "rest",
  settings: [
    email("usuario", "Usuário", {
      addressee: "detail",
      maxLength: 120,
      help: "E-mail do RT no SNGPC",
    }),
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
      secondSending: { effect: "refuses", certainty: "assumed" },
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
