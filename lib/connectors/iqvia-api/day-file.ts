import type { Branch, Product, Sale, SaleLine } from "@/lib/core/movement.ts";
import type { Day } from "@/lib/core/period.ts";
import type { TaskContext } from "../define.ts";
import {
  customerCode,
  storeCode,
  toCustomer,
  toProduct,
  toProfessional,
  toStore,
} from "./registers.ts";
import { isGift, type References, toSaleLine, toUndoneLine } from "./sale-line.ts";
import { placeOf, prescriptionPlace, surveyDay, type Survey, addProduct } from "./survey-day.ts";

const CHUNK = 64 * 1024;

/** What every day of a task shares. */
export interface DayOptions {
  catalogue: ReadonlyMap<string, Product>;
  capture: number;
  icmsRate: number;
  depots: ReadonlySet<string>;
  /** Stock is known as it is now: only the day that just ended may claim it. */
  withStock: boolean;
  /** Called for each line of sales and of what undoes them. */
  count: () => void;
}

/** The settings of each store that a day tells. */
export type StoreKey = "codIqvia" | "telefone";

/** The JSON of one day, streamed: a first pass finds what the sales refer to, a second writes them. */
export async function* writeDay(
  ctx: TaskContext<StoreKey>,
  day: Day,
  options: DayOptions,
): AsyncIterable<string> {
  const survey = await surveyDay(ctx, day, options.catalogue, options.capture > 0);
  const stock = options.withStock ? await readStock(ctx, survey, day, options) : [];
  const { branches, organization, settings } = ctx;
  yield `{"data":"${day}"`;
  yield* array(
    "estabelecimentos",
    branches.map((branch) =>
      toStore(branch, {
        organization: organization.name,
        codIqvia: settings.forBranch("codIqvia", branch.id),
        phone: settings.forBranch("telefone", branch.id),
        depots: options.depots,
        capture: options.capture,
      }),
    ),
  );
  yield* array("clientes", listCustomers(branches, survey));
  yield* array(
    "profissionaisSaude",
    [...survey.professionals].map(([code, { branch, prescription }]) =>
      toProfessional(branch, code, prescription),
    ),
  );
  // Of some arrays the hub has nothing or the fields are not known: they must be there all the same.
  yield* array("pacientes", []);
  yield* array(
    "produtos",
    [...survey.products].map(([code, { ean, line }]) =>
      toProduct(code, ean, options.catalogue.get(code), line),
    ),
  );
  for (const name of ["fornecedores", "planosSaude", "laboratoriosPBM"]) yield* array(name, []);
  const undone: string[] = [];
  yield `,"vendas":[`;
  yield* joined(writeSales(ctx, day, survey, options, undone));
  yield `],"vendasDevolucoesCancelamentos":[${undone.join(",")}]`;
  for (const name of ["compras", "comprasDevolucoesCancelamentos", "prescricoes"])
    yield* array(name, []);
  yield* array("estoque", stock);
  yield "}";
}

function* array(name: string, items: readonly object[]): Iterable<string> {
  yield `,${JSON.stringify(name)}:[`;
  for (let start = 0; start < items.length; start += 500) {
    yield (
      (start > 0 ? "," : "") +
      items
        .slice(start, start + 500)
        .map((item) => JSON.stringify(item))
        .join(",")
    );
  }
  yield "]";
}

/** A company that bought in two stores is one customer. */
function listCustomers(branches: readonly Branch[], survey: Survey) {
  const listed = new Map<string, ReturnType<typeof toCustomer>>();
  for (const branch of branches) {
    for (const code of survey.customers.get(branch.id) ?? [])
      if (!listed.has(code)) listed.set(code, toCustomer(branch, code));
  }
  return [...listed.values()];
}

/** Items with commas between them, in chunks. */
async function* joined(items: AsyncIterable<string>): AsyncIterable<string> {
  let chunk = "";
  let first = true;
  for await (const item of items) {
    chunk += first ? item : `,${item}`;
    first = false;
    if (chunk.length >= CHUNK) {
      yield chunk;
      chunk = "";
    }
  }
  if (chunk) yield chunk;
}

/** Second pass. What undoes a sale is a few in a hundred and waits in `undone` for its own array. */
async function* writeSales(
  ctx: TaskContext,
  day: Day,
  survey: Survey,
  options: DayOptions,
  undone: string[],
): AsyncIterable<string> {
  const byId = new Map(ctx.branches.map((branch) => [branch.id, branch]));
  for await (const sale of ctx.movements.sales({
    branchIds: [...byId.keys()],
    period: { first: day, last: day },
  })) {
    const branch = byId.get(sale.branchId);
    if (!branch) continue;
    const store = storeCode(branch);
    for (const line of sale.lines) {
      if (!survey.products.has(line.productCode)) continue;
      const refers = referencesOf(branch, sale, line, survey);
      if (sale.kind !== "sale")
        undone.push(JSON.stringify(toUndoneLine(sale, line, store, refers)));
      else {
        const listCents = survey.listCents.get(placeOf(branch.id, line.productCode)) ?? 0;
        // A gift nobody can price was refused by the first pass.
        if (isGift(line) && listCents === 0) continue;
        yield JSON.stringify(
          toSaleLine(sale, line, store, refers, {
            listCents,
            icmsRate: options.icmsRate,
            cest: options.catalogue.get(line.productCode)?.cest ?? "",
          }),
        );
      }
      options.count();
    }
  }
}

function referencesOf(branch: Branch, sale: Sale, line: SaleLine, survey: Survey): References {
  const professional =
    line.prescriptionKey === ""
      ? undefined
      : survey.prescribers.get(prescriptionPlace(branch.id, line.prescriptionKey));
  return {
    customer: customerCode(branch, sale),
    professional: professional ?? "0",
    prescribed: professional !== undefined,
  };
}

/** Stock of products with an EAN; below zero counts as none, parts of a package do not count. */
async function readStock(ctx: TaskContext, survey: Survey, day: Day, { catalogue }: DayOptions) {
  const rows: Array<{ codEstab: string; codProd: string; dt: Day; qt: number }> = [];
  const byId = new Map(ctx.branches.map((branch) => [branch.id, branch]));
  for await (const { branchId, productCode, ean, quantity } of ctx.movements.stock([
    ...byId.keys(),
  ])) {
    const branch = byId.get(branchId);
    if (branch && addProduct(survey, catalogue, { productCode, ean, description: "", ncm: "" }))
      rows.push({
        codEstab: storeCode(branch),
        codProd: productCode,
        dt: day,
        qt: Math.max(0, Math.floor(quantity)),
      });
  }
  return rows;
}
