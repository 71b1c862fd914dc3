import { ScrollArea } from "../ui/scroll-area.tsx";
import type { ImportSum } from "@/lib/core/import-sums.ts";
import { formatReais } from "@/lib/core/money.ts";
import { formatDay } from "@/lib/core/period.ts";

/** What one branch and day would get from a file. */
export type ImportSumView = ImportSum & { branchCode: string; branchName: string };

const KIND: Record<ImportSum["kind"], string> = {
  sale: "Vendas",
  return: "Devoluções",
  purchase: "Compras",
  purchase_return: "Devoluções ao fornecedor",
};
const number = new Intl.NumberFormat("pt-BR");
const cell = "border-b px-3 py-1.5";

/** What a checked file would bring, by day and branch: to be compared with what the ERP says. */
export function ImportSums({ sums }: { sums: readonly ImportSumView[] }) {
  return (
    <ScrollArea label="Somas por dia e filial" className="max-h-96 rounded-md border bg-card">
      <table className="w-full border-separate border-spacing-0 text-sm">
        <caption className="px-3 py-2 text-left font-medium">Somas por dia e filial</caption>
        <thead>
          <tr className="text-xs text-muted-foreground">
            <th scope="col" className={`${cell} text-left font-medium`}>
              Dia
            </th>
            <th scope="col" className={`${cell} text-left font-medium`}>
              Filial
            </th>
            <th scope="col" className={`${cell} text-left font-medium`}>
              Tipo
            </th>
            <th scope="col" className={`${cell} text-right font-medium`}>
              Documentos
            </th>
            <th scope="col" className={`${cell} text-right font-medium`}>
              Total
            </th>
          </tr>
        </thead>
        <tbody>
          {sums.map((sum) => (
            <tr key={`${sum.day}/${sum.branchId}/${sum.kind}`}>
              <td className={`${cell} whitespace-nowrap tabular-nums`}>{formatDay(sum.day)}</td>
              <td className={cell}>
                {sum.branchCode} · {sum.branchName}
              </td>
              <td className={cell}>{KIND[sum.kind]}</td>
              <td className={`${cell} text-right tabular-nums`}>{number.format(sum.count)}</td>
              <td className={`${cell} text-right whitespace-nowrap tabular-nums`}>
                {formatReais(sum.cents)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollArea>
  );
}
