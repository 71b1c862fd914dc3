import type { Branch } from "@/lib/core/movement.ts";
import { type Day, listDays } from "@/lib/core/period.ts";
import type { Operation, PreparedFile, TaskContext } from "../define.ts";
import { integer, type SettingSpec } from "../settings.ts";
import { fieldMapSetting, type MappedResource, readFieldMap } from "./field-map.ts";
import type { LotEntity, LotRecord } from "./lot-entity.ts";
import {
  type Credentials,
  pathSetting,
  REST_SETTINGS,
  type RestKey,
  TEST_PATH,
  TIMEOUT,
  tokenCredentials,
} from "./rest-address.ts";
import { pullPath } from "./rest-pull.ts";
import { deliverLot, type LotDeliveryKey } from "./rest-lote-delivery.ts";

/** Parts end before this many bytes of records, so that what stands around them still fits into 5 MB. */
const PART_BYTES = 4_900_000;
const LEDGER_PAGE = 500;

/**
 * Settings of a partner of profile G1, for its entities; `pulled` are those it also gives (G3), for
 * the names of their fields; `access` is where it is and how we show who we are.
 */
export function lotSettings<
  Resource extends string,
  Pulled extends string = never,
  Access extends string = never,
>(
  entities: ReadonlyArray<MappedResource<Resource>>,
  pulled: ReadonlyArray<MappedResource<Pulled>> = [],
  access: ReadonlyArray<SettingSpec<RestKey | Access>> = REST_SETTINGS,
) {
  return [
    ...access,
    ...entities.map(({ resource, label }) =>
      pathSetting(
        `caminho_${resource}`,
        `Caminho: ${label.toLowerCase()}`,
        resource,
        `Recurso que recebe ${label.toLowerCase()}, depois do endereço da API`,
      ),
    ),
    ...pulled.map((resource) => pullPath(resource)),
    fieldMapSetting([...entities, ...pulled]),
    integer("registros_por_lote", "Registros por lote", {
      defaultValue: "500",
      min: 1,
      max: 500,
      help: "Quantos registros seguem em cada envio, no máximo",
    }),
    TIMEOUT,
    TEST_PATH,
  ];
}

/** The settings by which lots are cut. */
type CutKey = "registros_por_lote" | "mapa_campos";

interface LotOptions<
  Key extends string,
  Resource extends string,
  Head extends string,
  Access extends string,
> extends Omit<Operation<Key>, "maxRecords" | "prepare" | "deliver" | "collect"> {
  entities: ReadonlyArray<LotEntity<Key, Resource>>;
  /** Settings whose values stand in the head of each lot under their keys: the client's code, the store's code. */
  head?: ReadonlyArray<SettingSpec<Head>>;
  /** How lots show who sends them; the registration's token when left out. */
  credentials?: Credentials<Access>;
}

/** An operation that sends lots of these entities, each part a file that a person can download. */
export function lotOperation<
  Key extends string = never,
  Resource extends string = never,
  Head extends string = never,
  Access extends string = never,
>({
  entities,
  head = [],
  credentials = tokenCredentials,
  ...operation
}: LotOptions<Key, Resource, Head, Access>): Operation<
  CutKey | LotDeliveryKey<Resource> | Key | Head | Access
> {
  return {
    ...operation,
    maxRecords: { setting: "registros_por_lote" },
    prepare: (ctx) => prepareLots(ctx, entities, head),
    deliver: (ctx, file) => deliverLot(ctx, file, entities, credentials),
  };
}

async function* prepareLots<Key extends string, Head extends string>(
  ctx: TaskContext<CutKey | Key | Head>,
  entities: ReadonlyArray<LotEntity<Key>>,
  head: ReadonlyArray<SettingSpec<Head>>,
): AsyncIterable<PreparedFile> {
  for (const entity of entities) {
    const branches = entity.scope === "organization" ? ctx.branches.slice(0, 1) : ctx.branches;
    const days = entity.scope === "day" ? listDays(ctx.period) : [ctx.period.last];
    for (const branch of branches)
      for (const day of days) yield* cutParts(ctx, { entity, branch, day, head });
  }
}

interface Lot<Key extends string, Head extends string> {
  entity: LotEntity<Key>;
  branch: Branch;
  day: Day;
  head: ReadonlyArray<SettingSpec<Head>>;
}

async function* cutParts<Key extends string, Head extends string>(
  ctx: TaskContext<CutKey | Key | Head>,
  lot: Lot<Key, Head>,
): AsyncIterable<PreparedFile> {
  const most = ctx.settings.integer("registros_por_lote");
  const rename = readFieldMap(ctx.settings.text("mapa_campos"), lot.entity.resource);
  let number = 0;
  let part: Array<{ record: LotRecord; json: string }> = [];
  let bytes = 0;
  for await (const record of leaveOutAccepted(ctx, lot.entity.records(ctx, lot.branch, lot.day))) {
    const json = JSON.stringify(rename(record.body));
    const size = Buffer.byteLength(json) + 1;
    if (part.length === most || (part.length > 0 && bytes + size > PART_BYTES)) {
      yield partFile(ctx, lot, ++number, part);
      part = [];
      bytes = 0;
    }
    part.push({ record, json });
    bytes += size;
  }
  if (part.length > 0) yield partFile(ctx, lot, ++number, part);
}

/** What the partner already has is not sent again, however often the same days are asked for. */
async function* leaveOutAccepted(
  ctx: TaskContext,
  records: AsyncIterable<LotRecord>,
): AsyncIterable<LotRecord> {
  let page: LotRecord[] = [];
  const fresh = async () => {
    const keys = page.flatMap(({ ledger }) => (ledger ? [ledger.key] : []));
    const accepted = keys.length > 0 ? await ctx.ledger.accepted(keys) : new Set<string>();
    const left = page.filter(({ ledger }) => !ledger || !accepted.has(ledger.key));
    page = [];
    return left;
  };
  for await (const record of records) {
    page.push(record);
    if (page.length === LEDGER_PAGE) yield* await fresh();
  }
  yield* await fresh();
}

function partFile<Key extends string, Head extends string>(
  ctx: TaskContext<Head>,
  { entity, branch, day, head }: Lot<Key, Head>,
  number: number,
  part: ReadonlyArray<{ record: LotRecord; json: string }>,
): PreparedFile {
  // A reprocess makes other parts of what is left: the generation keeps their names, and so their keys, apart.
  const name = `${entity.resource}-${branch.cnpj}-${day.replaceAll("-", "")}-g${ctx.task.generation}-${String(number).padStart(3, "0")}`;
  const codes = Object.fromEntries(
    head.map(({ key, perBranch }) => [
      key,
      perBranch ? ctx.settings.forBranch(key, branch.id) : ctx.settings.text(key),
    ]),
  );
  const envelope = JSON.stringify({ lote: name, cnpj: branch.cnpj, data_movimento: day, ...codes });
  const records = part.flatMap(({ record }) => record.ledger ?? []);
  return {
    name: `${name}.json`,
    contentType: "application/json",
    branchId: branch.id,
    day,
    rows: () => part.length,
    body: (async function* () {
      yield `${envelope.slice(0, -1)},"registros":[${part.map(({ json }) => json).join(",")}]}`;
    })(),
    ...(records.length > 0 ? { records } : {}),
  };
}
