import { localClock } from "@/lib/core/local-time.ts";
import { formatDay } from "@/lib/core/period.ts";
import { formatCount } from "@/lib/core/format-count.ts";
import type { LotEntity } from "./lot-entity.ts";
import { refuseSale, SALE_FIELDS, saleKey, saleRecord } from "./sale-record.ts";
import { cpfOrNull, gtinOrNull } from "./wire-text.ts";

interface SalesOptions<Key extends string> {
  /** The key of a toggle: whether the customer's CPF may leave. Left out, it never does. */
  documentToggle?: Key;
}

/** Receipts whole, with lines and payments: one record each, kept in the account of what was accepted. */
export function salesEntity<const Key extends string = never>({
  documentToggle,
}: SalesOptions<Key> = {}): LotEntity<Key, "vendas"> {
  return {
    resource: "vendas",
    label: "Vendas",
    fields: documentToggle ? SALE_FIELDS : SALE_FIELDS.filter((field) => field !== "cpf_cliente"),
    scope: "day",
    async *records(ctx, branch, day) {
      const clock = localClock(ctx.organization.timeZone);
      const withDocument = documentToggle !== undefined && ctx.settings.flag(documentToggle);
      const count = { refused: 0, wrongDocuments: 0, withoutEan: 0 };
      for await (const sale of ctx.movements.sales({
        branchIds: [branch.id],
        period: { first: day, last: day },
      })) {
        const refusal = refuseSale(sale);
        const key = saleKey(sale);
        if (refusal) {
          count.refused += 1;
          ctx.refuse({ key: `${branch.id}:${key}`, ...refusal, branchId: branch.id, day });
          continue;
        }
        if (
          withDocument &&
          sale.customerDocument !== "" &&
          cpfOrNull(sale.customerDocument) === null
        )
          count.wrongDocuments += 1;
        count.withoutEan += sale.lines.filter(({ ean }) => gtinOrNull(ean) === null).length;
        const ledger = {
          key: `${branch.id}:${key}`,
          branchId: branch.id,
          day,
          register: sale.register,
          kind: sale.kind,
          amountCents: sale.totalCents,
        };
        yield { key, body: saleRecord(sale, clock(sale.soldAt), { withDocument }), ledger };
      }
      const where = `${branch.name}, ${formatDay(day)}`;
      if (count.wrongDocuments > 0)
        ctx.log(
          "warn",
          `${where}: ${formatCount(count.wrongDocuments, "cupom com CPF inválido segue", "cupons com CPF inválido seguem")} sem ele.`,
        );
      if (count.withoutEan > 0)
        ctx.log(
          "info",
          `${where}: ${formatCount(count.withoutEan, "item sem EAN válido segue", "itens sem EAN válido seguem")} pelo código do produto.`,
        );
      if (count.refused > 0)
        ctx.log(
          "warn",
          `${where}: ${formatCount(count.refused, "cupom ficou", "cupons ficaram")} de fora, porque os valores não fecham; veja as recusas da tarefa.`,
        );
    },
  };
}
