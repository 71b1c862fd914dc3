import { spawn, spawnSync } from "node:child_process";
import { addDays } from "@/lib/core/period.ts";
import { FIRST_DAY, type Size } from "./load-sales.ts";

/** Whether the peer is on this machine. */
export function hasPsql(): boolean {
  return spawnSync("psql", ["--version"], { stdio: "ignore" }).status === 0;
}

/** The very file that the connector makes, formatted by Postgres itself. */
function statement({ days }: Size): string {
  const last = addDays(FIRST_DAY, days - 1);
  return `copy (
    select to_char(s.sold_at at time zone 'America/Sao_Paulo', 'YYYY-MM-DD HH24:MI:SS') as "DT_VENDA", l.product_code as "SEQPRODUTO", b.code as "SEQLOJA", s.id as "SEQCUPOM", '0' as "SEQCLIENTE",
           trim_scale(case s.kind when 'sale' then l.quantity else -l.quantity end) as "QUANTIDADE", (l.unit_price_cents / 100.0)::numeric(15, 2) as "PRECO_UNITARIO",
           (l.cost_cents / 100.0)::numeric(15, 2) as "CUSTO_UNITARIO", (round(l.discount_cents / l.quantity) / 100.0)::numeric(15, 2) as "DESCONTO_UNITARIO", l.on_offer::int as "FLAG_OFERTA"
      from sales s join sale_lines l on l.organization_id = s.organization_id and l.sale_id = s.id join branches b on b.organization_id = s.organization_id and b.id = s.branch_id
     where s.organization_id = 1 and s.day between '${FIRST_DAY}' and '${last}'
     order by s.branch_id, s.day, s.sold_at, s.id, l.line_number
  ) to stdout with (format csv, delimiter '|', header)`;
}

/** `psql -c "COPY … TO STDOUT" | gzip > file`, as a person would type it. Seconds it took. */
export async function copyWithPsql(url: string, size: Size, target: string): Promise<number> {
  const started = performance.now();
  const shell = spawn("sh", ["-c", 'psql "$URL" -X -q -c "$STATEMENT" | gzip > "$TARGET"'], {
    env: { ...process.env, URL: url, STATEMENT: statement(size), TARGET: target },
    stdio: ["ignore", "ignore", "inherit"],
  });
  const code = await new Promise((resolve) => shell.once("exit", resolve));
  if (code !== 0) throw new Error(`psql | gzip ended with ${String(code)}`);
  return (performance.now() - started) / 1000;
}
