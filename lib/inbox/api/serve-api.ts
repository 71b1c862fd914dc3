import { currentDatabase } from "@/db/current-database.ts";
import { listActiveBranches, sumDays } from "@/db/queries/movements/movement-days.ts";
import { asPerson } from "@/db/client.ts";
import { cleanDocument } from "@/lib/core/documents.ts";
import { formatDecimal } from "@/lib/core/money.ts";
import { countDays, MAX_DAYS, parseDay } from "@/lib/core/period.ts";
import { acceptBatch, type BatchKind } from "./accept-batch.ts";
import { admitCaller } from "./admit-caller.ts";
import { answerApi, ApiRefusal, type Envelope, respond } from "./answer-api.ts";
import { categoryRecord } from "../records/category-record.ts";
import { controlledRecord } from "../records/controlled-record.ts";
import { customerRecord } from "../records/customer-record.ts";
import { goalRecord } from "../records/goal-record.ts";
import { outboundRecord } from "../records/outbound-record.ts";
import { prescriptionRecord } from "../records/prescription-record.ts";
import { promotionRecord } from "../records/promotion-record.ts";
import { purchaseRecord } from "../records/purchase-record.ts";
import { supplierRecord } from "../records/supplier-record.ts";
import { zoneRecord } from "../records/zone-record.ts";
import { parsePrice, parseProduct, parseStock } from "./parse-catalogue.ts";
import { parseMovement } from "./parse-movement.ts";
import { readJsonBody } from "./read-json-body.ts";

const KINDS = {
  movements: { label: "Movimentos", field: "movimentos", parse: parseMovement },
  products: { label: "Produtos", field: "produtos", parse: parseProduct },
  prices: { label: "Preços", field: "precos", parse: parsePrice },
  stock: { label: "Estoque", field: "estoques", parse: parseStock },
  categories: categoryRecord,
  suppliers: supplierRecord,
  customers: customerRecord,
  prescriptions: prescriptionRecord,
  controlled: controlledRecord,
  purchases: purchaseRecord,
  "price-zones": zoneRecord,
  promotions: promotionRecord,
  "category-goals": goalRecord,
  "outbound-orders": outboundRecord,
} satisfies Record<string, BatchKind>;

/** `POST /api/v1/<kind>`: who calls, how often, how much, then record by record. */
export function serveBatch(kind: keyof typeof KINDS, request: Request): Promise<Response> {
  return respond(async () => {
    const caller = await admitCaller(request, "send");
    const body = await readJsonBody(request);
    return acceptBatch(currentDatabase("api").db, caller, KINDS[kind], {
      ...body,
      idempotencyKey: request.headers.get("idempotency-key"),
    });
  });
}

/** `GET /api/v1/movements?de=&ate=&filial=`: what the hub holds, a branch and day at a time. */
export function serveTotals(request: Request): Promise<Response> {
  return respond(async (): Promise<Envelope> => {
    const caller = await admitCaller(request, "send");
    const params = new URL(request.url).searchParams;
    const [first, last] = [
      parseDay(params.get("de") ?? ""),
      parseDay(params.get("ate") ?? params.get("de") ?? ""),
    ];
    if (!first || !last)
      throw new ApiRefusal(400, "invalid_period", "Informe de e ate no formato aaaa-mm-dd.");
    const days = countDays({ first, last });
    if (days < 1 || days > MAX_DAYS)
      throw new ApiRefusal(400, "invalid_period", `O período precisa ter de 1 a ${MAX_DAYS} dias.`);
    return asPerson(currentDatabase("api").db, caller.organizationId, async (tx) => {
      const branches = new Map(
        (await listActiveBranches(tx, caller.organizationId, 10_000)).map((branch) => [
          branch.id,
          branch,
        ]),
      );
      const wanted = params.get("filial");
      const chosen =
        wanted === null
          ? [...branches.keys()]
          : [...branches.values()]
              .filter((branch) => branch.cnpj === cleanDocument(wanted))
              .map((branch) => branch.id);
      if (chosen.length === 0 && wanted !== null)
        throw new ApiRefusal(404, "unknown_branch", "Filial não encontrada.");
      const rows =
        chosen.length === 0
          ? []
          : await sumDays(tx, caller.organizationId, { first, last }, chosen);
      return answerApi(
        rows.map((row) => ({
          filial: branches.get(row.branchId)?.cnpj,
          data: row.day,
          vendas: row.sales,
          valorVendas: formatDecimal(row.salesCents),
          cancelamentos: row.cancellations,
          valorCancelamentos: formatDecimal(row.cancellationsCents),
          devolucoes: row.returns,
          valorDevolucoes: formatDecimal(row.returnsCents),
        })),
        "Totais por filial e dia.",
      );
    });
  });
}

/** `GET /api/v1/branches`: the active branches, whatever the key may do. */
export function serveBranches(request: Request): Promise<Response> {
  return respond(async () => {
    const caller = await admitCaller(request);
    const rows = await asPerson(currentDatabase("api").db, caller.organizationId, (tx) =>
      listActiveBranches(tx, caller.organizationId, 10_000),
    );
    return answerApi(
      rows.map(({ code, name, cnpj, city, state }) => ({
        codigo: code,
        nome: name,
        cnpj,
        cidade: city,
        uf: state,
      })),
      "Filiais ativas.",
    );
  });
}
