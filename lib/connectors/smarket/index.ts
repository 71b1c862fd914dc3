import { daily, daysBack } from "@/lib/core/schedule.ts";
import { PartnerError } from "@/lib/core/errors.ts";
import { formatCount } from "@/lib/core/format-count.ts";
import { type ConnectorContext, defineConnector } from "../define.ts";
import { integer } from "../settings.ts";
import { ftpAddress, ftpPath, ftpSettings } from "../profiles/ftp-address.ts";
import { guide } from "./guide.ts";
import { prepareFiles } from "./prepare.ts";

/** Stores travel under the organization's own code, which Smarket takes as a number. */
function requireNumericCodes(ctx: ConnectorContext): void {
  const wrong = ctx.branches.filter((branch) => !/^\d{1,9}$/.test(branch.code));
  if (wrong.length > 0)
    throw new PartnerError(
      "settings",
      `A Smarket identifica lojas por número; corrija o código das filiais: ${wrong.map((branch) => branch.name).join(", ")}.`,
    );
}

export const smarket = defineConnector({
  id: "smarket",
  name: "Smarket",
  summary:
    "Planejamento de promoções: envia cadastro, preços, estoque e cada linha de cupom, com as metas por categoria.",
  // A flyer with an offer on it.
  icon: "M5 3h10l4 4v14H5zM15 3v4h4M9 16l6-6M9.5 10.5h.01M14.5 15.5h.01",
  contract: "observed",
  guide,
  transport: "ftp",
  settings: [
    ...ftpSettings({
      host: "Informado pela Smarket, por exemplo ftp.smarketsolutions.com.br",
      user: "Nome do cliente na Smarket",
      password: "Senha do FTP, informada pela Smarket",
    }),
    integer("seqsegmento", "Código do segmento", {
      defaultValue: "1",
      min: 1,
      max: 999_999,
      help: "Segmento das lojas combinado com a Smarket",
    }),
  ],
  check: (ctx) =>
    ctx.ftp(ftpAddress(ctx), async (session) => {
      const found = await session.list(ctx.settings.text("ftp_diretorio") || ".");
      return `Conexão aceita: ${formatCount(found.length, "arquivo", "arquivos")} no diretório de envio.`;
    }),
  operations: {
    files: {
      label: "Cadastro, preços, estoque, metas e cupons",
      schedule: daily("02:00"),
      period: daysBack(1),
      secondSending: { effect: "adds_difference", certainty: "assumed" },
      missed: "all",
      manualRun: { maxDays: 31 },
      prepare: (ctx) => {
        requireNumericCodes(ctx);
        return prepareFiles(ctx);
      },
      deliver: (ctx, file) =>
        ctx.ftp(ftpAddress(ctx), async (session) => {
          await session.put(ftpPath(ctx, file.name), file.open());
          return { status: "done", receipt: file.name };
        }),
    },
  },
});
