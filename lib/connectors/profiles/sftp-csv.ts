import type { Day } from "../../core/period.ts";
import type { Confirmation, ConnectorContext, Delivered, Operation, PreparedFile, Rejection, StoredFile } from "../define.ts";
import { type DelimitedLayout, writeDelimited } from "../formats/delimited.ts";
import { readDelimited } from "../formats/read-delimited.ts";
import { host, integer, secret, type SettingSpec, text, toggle } from "../settings.ts";

/**
 * Generic profile G2: one CSV an entity, branch and day, put on the partner's SFTP. UTF-8, `;`, header,
 * CRLF, decimal point, ISO dates. Used where the partner publishes no contract; every address and
 * folder is a setting, so that support fits it to what the partner told the client.
 */
export const SFTP_CSV_SETTINGS: readonly SettingSpec[] = [
  host("sftp_host", "Servidor SFTP", { help: "Endereço informado pelo parceiro" }),
  integer("sftp_porta", "Porta", { defaultValue: "22", min: 1, max: 65535, help: "Normalmente 22" }),
  text("sftp_usuario", "Usuário", { help: "Informado pelo parceiro" }),
  secret("sftp_senha", "Senha", { help: "Informada pelo parceiro" }),
  text("sftp_chave_host", "Impressão digital do servidor", { required: false, help: "SHA-256 da chave do servidor (SHA256:…). Preenchida, o envio só acontece para esse servidor" }),
  text("diretorio_envio", "Diretório de envio", { defaultValue: "/envio", help: "Pasta do servidor em que o hub grava os arquivos" }),
  text("diretorio_retorno", "Diretório de retorno", { defaultValue: "/retorno", help: "Onde o parceiro grava o arquivo …_RET.csv" }),
  toggle("arquivo_controle", "Enviar arquivo de controle", { defaultValue: "nao", help: "Grava ao lado um .ok com a quantidade de linhas e o SHA-256" }),
  toggle("aguardar_retorno", "Aguardar retorno", { defaultValue: "sim", help: "Sim: a tarefa fica Enviada até o parceiro confirmar. Não: o envio já conclui" }),
];

/** The server, as its settings say. */
export const sftpAddress = (ctx: ConnectorContext) => ({
  host: ctx.settings.text("sftp_host"),
  port: ctx.settings.integer("sftp_porta"),
  user: ctx.settings.text("sftp_usuario"),
  password: ctx.settings.text("sftp_senha"),
  hostKey: ctx.settings.text("sftp_chave_host"),
});

/** A name within a folder. */
export const sftpPath = (directory: string, name: string) => `${directory.replace(/\/+$/, "")}/${name}`;

/** `{ENTIDADE}_{CNPJ14}_{AAAAMMDD}_001.csv`. Sent again it has the same name and replaces itself: nothing is ever doubled. */
export function csvFile(entity: string, branch: { id: number; cnpj: string }, day: Day, header: readonly string[], rows: AsyncIterable<readonly string[]>): PreparedFile {
  const layout: DelimitedLayout = { header, delimiter: ";", newline: "\r\n", quoting: "minimal" };
  return { name: `${entity}_${branch.cnpj}_${day.replaceAll("-", "")}_001.csv`, contentType: "text/csv; charset=utf-8", branchId: branch.id, day, ...writeDelimited(layout, rows) };
}

/** Lists both folders: proves address, credentials and folders in one go. */
export function checkFolders(ctx: ConnectorContext): Promise<string> {
  return ctx.sftp(sftpAddress(ctx), async (session) => {
    const sent = await session.list(ctx.settings.text("diretorio_envio"));
    if (ctx.settings.flag("aguardar_retorno")) await session.list(ctx.settings.text("diretorio_retorno"));
    return `Conexão aceita: ${sent.length} arquivo(s) no diretório de envio.`;
  });
}

async function deliver(ctx: ConnectorContext, file: StoredFile): Promise<Delivered> {
  const target = sftpPath(ctx.settings.text("diretorio_envio"), file.name);
  await ctx.sftp(sftpAddress(ctx), async (session) => {
    // The control file goes first: the partner may begin with the CSV as soon as it is there.
    if (ctx.settings.flag("arquivo_controle")) await session.put(target.replace(/\.csv$/, ".ok"), bytesOf(`${file.rows};${file.sha256}\r\n`));
    await session.put(target, file.open());
  });
  return { status: ctx.settings.flag("aguardar_retorno") ? "sent" : "done", receipt: file.name };
}

async function* bytesOf(content: string): AsyncIterable<Uint8Array> {
  yield new TextEncoder().encode(content);
}

async function confirm(ctx: ConnectorContext, file: StoredFile): Promise<Confirmation> {
  const name = file.name.replace(/\.csv$/, "_RET.csv");
  const directory = ctx.settings.text("diretorio_retorno");
  const answer = await ctx.sftp(sftpAddress(ctx), async (session) => {
    const found = await session.list(directory);
    return found.some((entry) => entry.name === name) ? await session.get(sftpPath(directory, name)) : null;
  });
  return answer ? readReturn(answer, file.rows) : { status: "pending" };
}

/** `linha;status;codigo;mensagem`, a row for each one sent; line 0 refuses the whole file. */
function readReturn(content: Uint8Array, sent: number): Confirmation {
  const rows = readDelimited(content, { delimiter: ";", header: ["linha", "status", "codigo", "mensagem"] });
  const refused = rows.filter((row) => row.status !== "ACEITO");
  const whole = refused.find((row) => row.linha === "0");
  if (whole) return { status: "failed", detail: `O parceiro recusou o arquivo: ${whole.mensagem || whole.codigo}` };
  // Silence about a row is not acceptance.
  if (rows.length < sent) return { status: "failed", detail: `O arquivo de retorno responde por ${rows.length} de ${sent} linhas enviadas.` };
  const rejections: Rejection[] = refused.map((row) => ({ key: `linha ${row.linha}`, code: row.codigo ?? "", message: row.mensagem ?? "" }));
  return { status: "done", rejections };
}

/** The two-phase delivery of the profile, for an operation to spread into itself. */
export const sftpCsvDelivery = { deliver, confirm, confirmEvery: { minutes: 5, giveUpHours: 48 } } satisfies Partial<Operation>;
