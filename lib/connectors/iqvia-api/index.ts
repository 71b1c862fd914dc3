import { parseCents } from "@/lib/core/money.ts";
import { daily, daysBack } from "@/lib/core/schedule.ts";
import { defineConnector } from "../define.ts";
import { choice, secret, text, url } from "../settings.ts";
import { guide } from "./guide.ts";
import { authenticate, confirmZip, deliverZip } from "./call.ts";
import { prepareZip } from "./prepare.ts";

const refuseRate = (value: string) => {
  const rate = parseCents(value);
  return rate !== null && rate >= 0 && rate <= 10_000
    ? null
    : "“Alíquota de ICMS (%)” deve ser um percentual de 0 a 100, com até 2 casas.";
};

export const iqviaApi = defineConnector({
  id: "iqvia-api",
  name: "IQVIA API",
  summary:
    "Painel do mercado farmacêutico: recebe as vendas, devoluções e o estoque de cada dia em JSON, compactados em um ZIP.",
  // The same columns between braces.
  icon: "M7 4H6a2 2 0 0 0-2 2v4l-2 2 2 2v4a2 2 0 0 0 2 2h1M17 4h1a2 2 0 0 1 2 2v4l2 2-2 2v4a2 2 0 0 1-2 2h-1M9 16v-3M12 16V8M15 16v-5",
  contract: "observed",
  guide,
  transport: "rest",
  settings: [
    text("client_id", "Client id", {
      addressee: "detail",
      help: "Informado pela IQVIA; faz parte do nome dos arquivos",
      maxLength: 40,
      refuse: (value) =>
        /^[A-Za-z0-9_-]+$/.test(value)
          ? null
          : "“Client id” deve ter apenas letras sem acento, números, _ e -.",
    }),
    secret("client_secret", "Client secret", { help: "Informado pela IQVIA" }),
    text("codIqvia", "Código IQVIA da loja", {
      perBranch: true,
      maxLength: 10,
      help: "Até 10 posições, informado pela IQVIA",
    }),
    text("telefone", "Telefone da loja", {
      perBranch: true,
      help: "Com DDD, só números: o leiaute exige",
      maxLength: 20,
      refuse: (value) =>
        /^\d{8,20}$/.test(value)
          ? null
          : "“Telefone da loja” deve ter de 8 a 20 dígitos, sem pontuação.",
    }),
    text("filiais_cd", "Filiais que são centros de distribuição", {
      required: false,
      help: "Códigos das filiais, separados por vírgula; as demais vão como loja",
    }),
    choice("captacao_prescricao", "Captação de prescrição", {
      defaultValue: "0",
      help: "Sem captação, vendas vão sem prescrição e sem profissional de saúde",
      options: [
        { value: "0", label: "Não capta" },
        { value: "1", label: "Em papel" },
        { value: "2", label: "Digital" },
        { value: "3", label: "Em papel e digital" },
      ],
    }),
    text("aliquota_icms", "Alíquota de ICMS (%)", {
      defaultValue: "0",
      help: "Das vendas tributadas; as com substituição tributária vão com 0",
      refuse: refuseRate,
    }),
    url("token_url", "Endereço do token", {
      defaultValue: "https://dataentry.solutions.iqvia.com/api/v1/security/authenticate",
      help: "Só mude se a IQVIA pedir",
    }),
    url("upload_url", "Endereço do envio", {
      defaultValue: "https://dataentry.solutions.iqvia.com/api/v1/layout1/upload",
      help: "Só mude se a IQVIA pedir",
    }),
    url("status_url", "Endereço da situação", {
      defaultValue: "https://dataentry.solutions.iqvia.com/api/v1/layout1/status/{guid}",
      help: "{guid} é trocado pelo código do envio",
      refuse: (value) =>
        value.includes("{guid}") ? null : "“Endereço da situação” deve conter {guid}.",
    }),
    text("campo_id", "Campo do client id", {
      defaultValue: "client_id",
      help: "Nome do campo na autenticação",
      maxLength: 60,
    }),
    text("campo_segredo", "Campo do client secret", {
      defaultValue: "client_secret",
      help: "Nome do campo na autenticação",
      maxLength: 60,
    }),
    text("campo_arquivo", "Campo do arquivo", {
      defaultValue: "file",
      help: "Nome do campo do ZIP no envio",
      maxLength: 60,
      refuse: (value) =>
        /^[\w.-]+$/.test(value)
          ? null
          : "“Campo do arquivo” deve ter apenas letras, números, ponto, _ e -.",
    }),
    text("situacoes_aceito", "Situações de aceito", {
      defaultValue: "PROCESSADO, CONCLUIDO, SUCCESS",
      help: "Palavras com que a IQVIA diz que aceitou, separadas por vírgula",
    }),
    text("situacoes_recusado", "Situações de recusado", {
      defaultValue: "ERRO, REJEITADO, ERROR",
      help: "Palavras com que a IQVIA diz que recusou, separadas por vírgula; qualquer outra é espera",
    }),
  ],
  check: async (ctx) => {
    await authenticate(ctx);
    return "Credenciais aceitas pela IQVIA.";
  },
  operations: {
    sales: {
      label: "Vendas e estoque",
      schedule: daily("04:00"),
      period: daysBack(1),
      secondSending: { effect: "replaces", certainty: "assumed" },
      missed: "all",
      personal: "nome e registro profissional de prescritores, quando a captação está ligada",
      manualRun: { maxDays: 31 },
      prepare: prepareZip,
      deliver: deliverZip,
      confirm: confirmZip,
      confirmEvery: { minutes: 10, giveUpHours: 24 },
    },
  },
});
