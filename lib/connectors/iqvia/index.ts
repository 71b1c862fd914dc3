import { dailyAt, daysBack } from "@/lib/core/schedule.ts";
import { formatCount } from "@/lib/core/format-count.ts";
import { defineConnector } from "../define.ts";
import { choice, hour, table, text, toggle } from "../settings.ts";
import { ftpAddress, ftpPath, ftpSettings } from "../profiles/ftp-address.ts";
import { guide } from "./guide.ts";
import { DEFAULT_LAYOUT, LAYOUT_COLUMNS, readLayout, refuseLayout } from "./layout.ts";
import { prepareDemand } from "./prepare.ts";
import { previewDemand } from "./preview.ts";

/** Two days must not share a name, and a name must not leave its folder. */
function refuseName(value: string): string | null {
  if (!value.includes("{AAAAMMDD}")) return "“Nome do arquivo” precisa ter {AAAAMMDD}.";
  return /^[\w.-]+$/.test(value.replace(/\{(AAAAMMDD|CD_EMP_IMS)\}/g, "X"))
    ? null
    : "“Nome do arquivo” aceita letras sem acento, números, ponto, hífen, sublinhado, {AAAAMMDD} e {CD_EMP_IMS}.";
}

const sendHour = hour("horario_envio", "Horário do envio", "05:00");

export const iqvia = defineConnector({
  id: "iqvia",
  name: "IQVIA",
  summary:
    "Demanda de medicamentos (antiga IMS): um arquivo de texto por dia, no leiaute combinado com a IQVIA.",
  // Columns of a panel on a sheet.
  icon: "M5 3h10l4 4v14H5zM15 3v4h4M9 17v-3M12 17v-6M15 17v-4",
  contract: "generic",
  guide,
  transport: "ftp",
  settings: [
    text("CD_EMP_IMS", "Código da rede (CD_EMP_IMS)", {
      help: "Informado pela IQVIA; faz parte do nome do arquivo",
      maxLength: 20,
      refuse: (value) =>
        /^[A-Za-z0-9]+$/.test(value)
          ? null
          : "“Código da rede (CD_EMP_IMS)” deve ter apenas letras sem acento e números.",
    }),
    text("nome_arquivo", "Nome do arquivo", {
      defaultValue: "{CD_EMP_IMS}_{AAAAMMDD}.txt",
      maxLength: 80,
      help: "{AAAAMMDD} é obrigatório, para que cada dia tenha o seu arquivo; {CD_EMP_IMS} é o código da rede",
      refuse: refuseName,
    }),
    text("codigo_loja", "Código da loja", {
      perBranch: true,
      maxLength: 20,
      help: "Código da filial no painel da IQVIA",
    }),
    ...ftpSettings({
      host: "Informado pela IQVIA",
      user: "Usuário do FTP",
      password: "Senha do FTP",
    }),
    choice("formato_arquivo", "Formato do arquivo", {
      defaultValue: "delimitado",
      help: "Posicional: cada campo ocupa exatamente o seu tamanho",
      options: [
        { value: "delimitado", label: "Com separador" },
        { value: "posicional", label: "Posicional" },
      ],
    }),
    choice("separador", "Separador", {
      defaultValue: "ponto_e_virgula",
      help: "Não vale para o arquivo posicional",
      options: [
        { value: "ponto_e_virgula", label: "Ponto e vírgula" },
        { value: "barra", label: "Barra vertical" },
        { value: "virgula", label: "Vírgula" },
        { value: "tabulacao", label: "Tabulação" },
      ],
    }),
    toggle("cabecalho", "Linha de títulos", {
      defaultValue: "sim",
      help: "Se a primeira linha traz os títulos dos campos",
    }),
    choice("quebra_linha", "Fim de linha", {
      defaultValue: "crlf",
      help: "Como cada linha termina",
      options: [
        { value: "crlf", label: "CR LF (Windows)" },
        { value: "lf", label: "LF (Unix)" },
      ],
    }),
    choice("codificacao", "Codificação", {
      defaultValue: "utf8",
      help: "Como as letras acentuadas são gravadas",
      options: [
        { value: "utf8", label: "UTF-8" },
        { value: "iso", label: "ISO-8859-1" },
        { value: "sem_acentos", label: "Sem acentos" },
      ],
    }),
    choice("devolucoes", "Devoluções", {
      defaultValue: "descontar",
      help: "O que fazer com devoluções e cancelamentos do dia",
      options: [
        { value: "descontar", label: "Descontar da quantidade" },
        { value: "ignorar", label: "Não considerar" },
      ],
    }),
    table("leiaute", "Leiaute", {
      previewed: true,
      columns: LAYOUT_COLUMNS,
      defaultValue: DEFAULT_LAYOUT,
      refuse: refuseLayout,
      help: "Os campos na ordem do arquivo. Tamanho corta textos e, no arquivo posicional, é a largura; casas e formato valem para números e datas",
    }),
    sendHour,
  ],
  check: (ctx) => {
    const { fields } = readLayout(ctx.settings);
    return ctx.ftp(ftpAddress(ctx), async (session) => {
      const found = await session.list(ctx.settings.text("ftp_diretorio") || ".");
      return `Conexão aceita: ${formatCount(found.length, "arquivo", "arquivos")} no diretório de envio. O leiaute tem ${formatCount(fields.length, "campo", "campos")}.`;
    });
  },
  preview: previewDemand,
  operations: {
    demand: {
      label: "Demanda",
      schedule: dailyAt(sendHour),
      period: daysBack(1),
      secondSending: { effect: "replaces", certainty: "assumed" },
      missed: "all",
      prepare: prepareDemand,
      deliver: (ctx, file) =>
        ctx.ftp(ftpAddress(ctx), async (session) => {
          await session.put(ftpPath(ctx, file.name), file.open());
          return { status: "done", receipt: file.name };
        }),
    },
  },
});
