import type { Day } from "@/lib/core/period.ts";
import { PartnerError } from "@/lib/core/errors.ts";
import { formatCount } from "@/lib/core/format-count.ts";
import type {
  Confirmation,
  ConnectorContext,
  Delivered,
  Operation,
  PreparedFile,
  Rejection,
  StoredFile,
  TaskContext,
} from "../define.ts";
import { type DelimitedLayout, writeDelimited } from "../formats/delimited.ts";
import { encodeText, type TextEncoding } from "../formats/fit-text.ts";
import { mapRows } from "../formats/map-rows.ts";
import { readDelimited } from "../formats/read-delimited.ts";
import { host, integer, secret, text, toggle } from "../settings.ts";
import type { FileServerAddress, FileSession } from "../transports/types.ts";
import { CSV_FORM_SETTINGS, type CsvFormKey, readCsvForm } from "./csv-form.ts";
import { type CsvEntity, csvLayoutSetting, type LayoutKey, readCsvLayout } from "./csv-layout.ts";

/** How long a return of before a delivery is told apart from that of the delivery: longer than any waits for one. */
const FORMER_MS = 7 * 86_400_000;

/**
 * Generic profile G2: one CSV an entity, branch and day, put on the partner's SFTP. UTF-8, `;`, header,
 * CRLF, decimal point, ISO dates. Used where the partner publishes no contract; every address, folder,
 * name and column is a setting, so that support fits it to what the partner told the client.
 */
export function sftpCsvSettings<Entity extends string>(files: ReadonlyArray<CsvEntity<Entity>>) {
  return [
    host("sftp_host", "Servidor SFTP", { help: "Endereço informado pelo parceiro" }),
    integer("sftp_porta", "Porta", {
      addressee: "detail",
      defaultValue: "22",
      min: 1,
      max: 65535,
      help: "Normalmente 22",
    }),
    text("sftp_usuario", "Usuário", { addressee: "detail", help: "Informado pelo parceiro" }),
    secret("sftp_senha", "Senha", {
      required: false,
      help: "Informada pelo parceiro; em branco quando a entrada é por chave SSH",
    }),
    secret("sftp_chave", "Chave privada SSH", {
      required: false,
      lines: true,
      maxLength: 20_000,
      help: "Em lugar da senha: o arquivo inteiro da chave privada (OpenSSH ou PEM). A chave pública do par é entregue ao parceiro",
    }),
    secret("sftp_senha_chave", "Senha da chave SSH", {
      required: false,
      help: "Só quando a chave privada é protegida por senha",
    }),
    text("sftp_chave_host", "Impressão digital do servidor", {
      required: false,
      help: "SHA-256 da chave do servidor (SHA256:…). Em branco, vale a do primeiro uso; se ela mudar, nada é enviado até a nova ser informada aqui",
    }),
    text("diretorio_envio", "Diretório de envio", {
      defaultValue: "/envio",
      help: "Pasta do servidor em que o Enlace grava os arquivos",
    }),
    text("diretorio_retorno", "Diretório de retorno", {
      defaultValue: "/retorno",
      help: "Onde o parceiro grava o arquivo …_RET.csv",
    }),
    toggle("arquivo_controle", "Enviar arquivo de controle", {
      defaultValue: "nao",
      help: "Grava ao lado um .ok com a quantidade de linhas e o SHA-256",
    }),
    toggle("aguardar_retorno", "Aguardar retorno", {
      defaultValue: "sim",
      help: "Sim: a tarefa fica Enviada até o parceiro confirmar. Não: o envio já conclui",
    }),
    ...CSV_FORM_SETTINGS,
    ...files.map((file) => csvLayoutSetting(file)),
  ];
}

/** The settings that say where the server is and who we are to it. */
export type SftpKey =
  | "sftp_host"
  | "sftp_porta"
  | "sftp_usuario"
  | "sftp_senha"
  | "sftp_chave"
  | "sftp_senha_chave"
  | "sftp_chave_host";

/** The server, as its settings say. */
export function sftpAddress({ settings }: ConnectorContext<SftpKey>): FileServerAddress {
  const password = settings.text("sftp_senha");
  const privateKey = settings.text("sftp_chave");
  if (password === "" && privateKey.trim() === "")
    throw new PartnerError("settings", "Preencha a senha ou a chave privada SSH.", {
      settings: ["sftp_senha", "sftp_chave"],
    });
  return {
    host: settings.text("sftp_host"),
    port: settings.integer("sftp_porta"),
    user: settings.text("sftp_usuario"),
    password,
    privateKey,
    passphrase: settings.text("sftp_senha_chave"),
    hostKey: settings.text("sftp_chave_host"),
  };
}

/** A name within a folder. */
export const sftpPath = (directory: string, name: string) =>
  `${directory.replace(/\/+$/, "")}/${name}`;

/** What a file is about. */
interface FileOf {
  branch: { id: number; cnpj: string };
  day: Day;
  /** Values of the entity's extra fields. */
  constants?: Readonly<Record<string, string>>;
}

/** The settings that a file of the profile is made by. */
export type CsvFileKey<Entity extends string> = CsvFormKey | LayoutKey<Entity>;

/**
 * `{ENTIDADE}_{CNPJ14}_{AAAAMMDD}_001.csv`, or as the registration says. Sent again it has the same
 * name and replaces itself: nothing is ever doubled.
 */
export function csvFile<Entity extends string>(
  ctx: ConnectorContext<CsvFileKey<Entity>>,
  file: CsvEntity<Entity>,
  { branch, day, constants = {} }: FileOf,
  rows: AsyncIterable<readonly string[]>,
): PreparedFile {
  const form = readCsvForm(ctx.settings);
  const { header, toRow } = readCsvLayout(ctx.settings, file, form, constants);
  const layout: DelimitedLayout = {
    header,
    delimiter: form.delimiter,
    newline: form.newline,
    quoting: "minimal",
  };
  const { body, rows: count } = writeDelimited(
    layout,
    toRow === null ? rows : mapRows(rows, toRow),
  );
  const charset = form.encoding === "utf-8" ? "utf-8" : "iso-8859-1";
  return {
    name: form.nameOf(file.entity, branch.cnpj, day),
    contentType: `text/csv; charset=${charset}`,
    branchId: branch.id,
    day,
    body: form.encoding === "utf-8" ? body : encoded(body, form.encoding),
    rows: count,
  };
}

async function* encoded(
  body: AsyncIterable<string>,
  encoding: TextEncoding,
): AsyncIterable<Uint8Array> {
  for await (const chunk of body) yield encodeText(chunk, encoding);
}

/** Lists both folders: proves address, credentials and folders in one go. */
export function checkFolders(
  ctx: ConnectorContext<SftpKey | "diretorio_envio" | "diretorio_retorno" | "aguardar_retorno">,
): Promise<string> {
  return ctx.sftp(sftpAddress(ctx), async (session) => {
    const sent = await session.list(ctx.settings.text("diretorio_envio"));
    if (ctx.settings.flag("aguardar_retorno"))
      await session.list(ctx.settings.text("diretorio_retorno"));
    return `Conexão aceita: ${formatCount(sent.length, "arquivo", "arquivos")} no diretório de envio.`;
  });
}

const withEnding = (name: string, ending: string) => name.replace(/\.[^.]+$/, ending);
const returnOf = (name: string) => withEnding(name, "_RET.csv");
const formerKey = (file: StoredFile) => `retorno_anterior:${file.name}`.slice(0, 300);

type Entry = Awaited<ReturnType<FileSession["list"]>>[number];
/** What tells two returns of one name apart; null where the server does not tell when a file was written. */
const stampOf = ({ bytes, modifiedAt }: Entry): string | null =>
  modifiedAt === undefined ? null : `${bytes}:${modifiedAt}`;

async function deliver(
  ctx: TaskContext<
    SftpKey | "diretorio_envio" | "diretorio_retorno" | "aguardar_retorno" | "arquivo_controle"
  >,
  file: StoredFile,
): Promise<Delivered> {
  const target = sftpPath(ctx.settings.text("diretorio_envio"), file.name);
  const waits = ctx.settings.flag("aguardar_retorno");
  await ctx.sftp(sftpAddress(ctx), async (session) => {
    // A file sent again has the name of the one before, and so has its return: that of before must not judge it.
    const former = waits
      ? (await session.list(ctx.settings.text("diretorio_retorno"))).find(
          ({ name }) => name === returnOf(file.name),
        )
      : undefined;
    const stamp = former ? stampOf(former) : null;
    if (waits)
      await ctx.state.set(
        formerKey(file),
        stamp,
        stamp === null ? {} : { expiresAt: new Date(ctx.now().getTime() + FORMER_MS) },
      );
    // The control file goes first: the partner may begin with the CSV as soon as it is there.
    if (ctx.settings.flag("arquivo_controle"))
      await session.put(withEnding(target, ".ok"), bytesOf(`${file.rows};${file.sha256}\r\n`));
    await session.put(target, file.open());
  });
  return { status: waits ? "sent" : "done", receipt: file.name };
}

async function* bytesOf(content: string): AsyncIterable<Uint8Array> {
  yield new TextEncoder().encode(content);
}

async function confirm(
  ctx: TaskContext<SftpKey | "diretorio_retorno" | CsvFormKey>,
  file: StoredFile,
): Promise<Confirmation> {
  const name = returnOf(file.name);
  const directory = ctx.settings.text("diretorio_retorno");
  const former = await ctx.state.get(formerKey(file));
  const answer = await ctx.sftp(sftpAddress(ctx), async (session) => {
    const found = (await session.list(directory)).find((entry) => entry.name === name);
    return found && (former === null || stampOf(found) !== former)
      ? await session.get(sftpPath(directory, name))
      : null;
  });
  return answer
    ? readReturn(answer, file.rows, readCsvForm(ctx.settings).delimiter)
    : { status: "pending" };
}

/** `linha;status;codigo;mensagem`, a row for each one sent (the header is line 1); line 0 refuses the whole file. */
function readReturn(content: Uint8Array, sent: number, delimiter: string): Confirmation {
  const rows = readDelimited(content, {
    delimiter,
    header: ["linha", "status", "codigo", "mensagem"],
  });
  const refused = rows.filter((row) => row.status !== "ACEITO");
  const whole = refused.find((row) => row.linha === "0");
  if (whole)
    return {
      status: "failed",
      detail: `O parceiro recusou o arquivo: ${whole.mensagem || whole.codigo}`,
    };
  const answered = new Set(
    rows.map((row) => Number(row.linha)).filter((line) => line >= 2 && line <= sent + 1),
  );
  if (answered.size < sent) {
    // Without its last end of line the partner is still writing it.
    if (content.at(-1) !== 0x0a) return { status: "pending" };
    // Silence about a row is not acceptance.
    return {
      status: "failed",
      detail: `O arquivo de retorno responde por ${answered.size} de ${sent} linhas enviadas.`,
    };
  }
  const rejections: Rejection[] = refused.map((row) => ({
    key: `linha ${row.linha}`,
    code: row.codigo ?? "",
    message: row.mensagem || `O parceiro respondeu “${row.status ?? ""}” em lugar de ACEITO.`,
  }));
  return { status: "done", rejections };
}

/** The two-phase delivery of the profile, for an operation to spread into itself. */
export const sftpCsvDelivery = {
  deliver,
  confirm,
  confirmEvery: { minutes: 5, giveUpHours: 48 },
} satisfies Partial<Operation>;
