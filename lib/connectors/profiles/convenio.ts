import { z } from "zod";
import { PartnerError } from "@/lib/core/errors.ts";
import { localClock } from "@/lib/core/local-time.ts";
import type { LedgerRecord } from "@/lib/core/ledger-record.ts";
import type { Sale, SalePayment } from "@/lib/core/movement.ts";
import { formatDay, listDays } from "@/lib/core/period.ts";
import { formatCount } from "@/lib/core/format-count.ts";
import type { Delivered, PreparedFile, Rejection, StoredFile, TaskContext } from "../define.ts";
import { type SettingSpec, text, toggle } from "../settings.ts";
import { authorizedPayment, cancellation, confirmation, undonePayment } from "./convenio-record.ts";
import { readFieldMap, type WireRecord } from "./field-map.ts";
import {
  addressOf,
  pathSetting,
  type RestKey,
  type TIMEOUT,
  tokenCredentials,
} from "./rest-address.ts";
import { refuseSale, saleKey } from "./sale-record.ts";
import { readTls } from "../tls-settings.ts";

/** Each is a call of its own: a file stays small enough to be tried again without harm. */
const FILE_SIZE = 100;

const withNsu = <Key extends string>(setting: SettingSpec<Key>): SettingSpec<Key> => ({
  ...setting,
  refuse: (value) =>
    setting.refuse?.(value) ??
    (value.includes("{nsu}")
      ? null
      : `“${setting.label}” precisa ter {nsu} no lugar do número da autorização.`),
});

/**
 * Generic profile G5, the part of it that a hub can do: the till asks and authorises while the
 * customer waits; the hub confirms, cancels and looks up.
 */
export const CONVENIO_SETTINGS = [
  withNsu(
    pathSetting(
      "caminho_confirmar",
      "Caminho: confirmar",
      "autorizacoes/{nsu}/confirmar",
      "Recebe as vendas autorizadas; {nsu} é o número da autorização",
    ),
  ),
  withNsu(
    pathSetting(
      "caminho_cancelar",
      "Caminho: cancelar",
      "autorizacoes/{nsu}/cancelar",
      "Recebe cancelamentos e devoluções; {nsu} é o número da autorização",
    ),
  ),
  withNsu(
    pathSetting(
      "caminho_consultar",
      "Caminho: consultar",
      "autorizacoes/{nsu}",
      "Consultado quando o parceiro diz que já recebeu; {nsu} é o número da autorização",
    ),
  ),
  text("codigo_credenciado", "Código do credenciado", {
    perBranch: true,
    maxLength: 40,
    help: "Um por filial, informado pelo operador do convênio",
  }),
  text("cd_convenio", "Código do convênio", {
    maxLength: 40,
    help: "Convênio contratado, como o operador o identifica",
  }),
  toggle("enviar_cpf", "Enviar CPF do conveniado", {
    defaultValue: "nao",
    help: "Sim: o CPF informado na venda segue quando o dígito confere. A NSU já identifica o conveniado: só ligue se o contrato exige o CPF",
  }),
];

const itemShape = z.looseObject({
  acao: z.enum(["confirmar", "cancelar"]),
  nsu: z.string(),
  corpo: z.record(z.string(), z.unknown()),
});
const answerShape = z.object({
  nsu: z.string(),
  situacao: z.enum(["autorizada", "confirmada", "cancelada", "parcialmente_cancelada"]),
  protocolo: z.union([z.string(), z.number()]).transform(String).nullish(),
});
const errorShape = z.object({
  codigo: z.union([z.string(), z.number()]).transform(String).nullish(),
  mensagem: z.string(),
});

type Outgoing = z.output<typeof itemShape>;

/** Sales on agreement that went through the operator, and what undoes them, each once. */
export async function* prepareAuthorizations(
  ctx: TaskContext<"mapa_campos" | "cd_convenio" | "codigo_credenciado" | "enviar_cpf">,
): AsyncIterable<PreparedFile> {
  const clock = localClock(ctx.organization.timeZone);
  const rename = readFieldMap(ctx.settings.text("mapa_campos"), "autorizacoes");
  const agreement = ctx.settings.text("cd_convenio");
  for (const branch of ctx.branches) {
    const seller = {
      cnpj: branch.cnpj,
      accredited: ctx.settings.forBranch("codigo_credenciado", branch.id),
      agreement,
      withDocument: ctx.settings.flag("enviar_cpf"),
    };
    /** Payments of the sales of the period by document: a source may write no number on what undoes one of them. */
    const authorized = new Map<string, SalePayment>();
    for (const day of listDays(ctx.period)) {
      let number = 0;
      let withoutNsu = 0;
      let part: Array<{ item: Outgoing; ledger: LedgerRecord }> = [];
      const close = async (): Promise<PreparedFile | null> => {
        const accepted = await ctx.ledger.accepted(part.map(({ ledger }) => ledger.key));
        const fresh = part.filter(({ ledger }) => !accepted.has(ledger.key));
        part = [];
        if (fresh.length === 0) return null;
        return {
          name: `autorizacoes-${branch.cnpj}-${day.replaceAll("-", "")}-g${ctx.task.generation}-${String(++number).padStart(3, "0")}.json`,
          contentType: "application/json",
          branchId: branch.id,
          day,
          rows: () => fresh.length,
          records: fresh.map(({ ledger }) => ledger),
          body: (async function* () {
            yield JSON.stringify(fresh.map(({ item }) => item));
          })(),
        };
      };
      for await (const sale of ctx.movements.sales({
        branchIds: [branch.id],
        period: { first: day, last: day },
      })) {
        if (sale.program !== "agreement") continue;
        const key = `${branch.id}:${saleKey(sale)}`;
        const payment =
          sale.kind === "sale"
            ? authorizedPayment(sale)
            : undonePayment(sale, authorized.get(sale.originalKey));
        if (payment && sale.kind === "sale") authorized.set(sale.documentKey, payment);
        const refusal = payment
          ? refuseSale(sale)
          : sale.kind === "sale"
            ? null
            : refuseWithoutNsu(sale);
        if (refusal) ctx.refuse({ key, ...refusal, branchId: branch.id, day });
        else if (!payment) withoutNsu += 1;
        else {
          const local = clock(sale.soldAt);
          const body: WireRecord =
            sale.kind === "sale"
              ? confirmation(sale, payment, local, seller)
              : cancellation(sale, payment, local, seller);
          part.push({
            item: {
              acao: sale.kind === "sale" ? "confirmar" : "cancelar",
              nsu: payment.nsu,
              corpo: { ...rename(body) },
            },
            ledger: {
              key,
              branchId: branch.id,
              day,
              register: sale.register,
              kind: sale.kind,
              amountCents: payment.amountCents,
            },
          });
        }
        const file = part.length === FILE_SIZE ? await close() : null;
        if (file) yield file;
      }
      const last = await close();
      if (last) yield last;
      if (withoutNsu > 0)
        ctx.log(
          "warn",
          `${branch.name}, ${formatDay(day)}: ${formatCount(withoutNsu, "venda de convênio sem NSU não foi enviada, porque não passou", "vendas de convênio sem NSU não foram enviadas, porque não passaram")} pela autorização do operador.`,
        );
    }
  }
}

/**
 * A sale without a number never went to the operator; what undoes one may well have, and then the
 * member's money is held.
 */
function refuseWithoutNsu({ number, kind }: Sale): Omit<Rejection, "key"> {
  return {
    code: "SEM_NSU",
    message: `${kind === "return" ? "A devolução" : "O cancelamento"} ${number}, de uma venda de convênio, não tem a NSU da autorização e não pode ser cancelada no operador. Informe-a na origem e reprocesse.`,
  };
}

/** What is asked of the operator, each with a path of its own. */
type Call = "confirmar" | "cancelar" | "consultar";
type CallKey = RestKey | typeof TIMEOUT.key | `caminho_${Call}`;

/**
 * Confirms or cancels each authorisation. What is refused is its own; a failure of the line leaves
 * the rest for the next try.
 */
export async function deliverAuthorizations(
  ctx: TaskContext<CallKey>,
  file: StoredFile,
): Promise<Delivered> {
  const items = z.array(itemShape).parse(JSON.parse(await file.text()));
  const rejections: Rejection[] = [];
  let last = "";
  for (const [index, item] of items.entries()) {
    ctx.signal.throwIfAborted();
    const outcome = await sendOne(ctx, item);
    if (typeof outcome === "string") last = outcome;
    else rejections.push({ key: file.records[index]?.key ?? item.nsu, ...outcome });
  }
  return {
    status: "done",
    receipt: last || formatCount(items.length, "autorização", "autorizações"),
    rejections,
  };
}

/** The operator's protocol, or why it said no. */
async function sendOne(
  ctx: TaskContext<CallKey>,
  { acao, nsu, corpo }: Outgoing,
): Promise<string | { code: string; message: string }> {
  const response = await ctx.http({
    method: "POST",
    url: pathOf(ctx, acao, nsu),
    headers: {
      ...(await tokenCredentials(ctx)),
      "content-type": "application/json; charset=utf-8",
      accept: "application/json",
    },
    body: JSON.stringify(corpo),
    timeoutSeconds: ctx.settings.integer("limite_segundos"),
    tls: readTls(ctx.settings),
    // An authorisation is confirmed once by its number: the second call is answered 409.
    idempotent: true,
    accept: [400, 404, 409, 422],
  });
  if (response.status === 409) return lookUp(ctx, acao, nsu);
  if (response.status >= 400) {
    const error = errorShape.safeParse(response.json());
    return {
      code: (error.success && error.data.codigo) || String(response.status),
      message: `Autorização ${nsu}: ${error.success ? error.data.mensagem : "recusada pelo operador"}`,
    };
  }
  return readAnswer(response.json(), nsu).protocolo ?? "";
}

/** "Already done" is believed only when the authorisation really is where we want it. */
async function lookUp(
  ctx: TaskContext<CallKey>,
  acao: Outgoing["acao"],
  nsu: string,
): Promise<string | { code: string; message: string }> {
  const response = await ctx.http({
    method: "GET",
    url: pathOf(ctx, "consultar", nsu),
    headers: { ...(await tokenCredentials(ctx)), accept: "application/json" },
    timeoutSeconds: ctx.settings.integer("limite_segundos"),
    tls: readTls(ctx.settings),
  });
  const { situacao, protocolo } = readAnswer(response.json(), nsu);
  const wanted =
    acao === "confirmar"
      ? ["confirmada", "parcialmente_cancelada"]
      : ["cancelada", "parcialmente_cancelada"];
  return wanted.includes(situacao)
    ? (protocolo ?? "")
    : {
        code: "SITUACAO",
        message: `A autorização ${nsu} está ${situacao} no operador e não pôde ser ${acao === "confirmar" ? "confirmada" : "cancelada"}.`,
      };
}

const pathOf = (ctx: TaskContext<CallKey>, what: Call, nsu: string) =>
  addressOf(ctx, ctx.settings.text(`caminho_${what}`).replace("{nsu}", encodeURIComponent(nsu)));

function readAnswer(body: unknown, nsu: string): z.output<typeof answerShape> {
  const parsed = answerShape.safeParse(body);
  if (!parsed.success || parsed.data.nsu !== nsu)
    throw new PartnerError(
      "unexpected_shape",
      `O operador respondeu à autorização ${nsu} em um formato desconhecido.`,
    );
  return parsed.data;
}
