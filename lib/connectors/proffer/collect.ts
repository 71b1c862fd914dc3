import { dayInZone, formatDay } from "@/lib/core/period.ts";
import { formatCount } from "@/lib/core/format-count.ts";
import type { Collected, TaskContext } from "../define.ts";
import { type Incoming, type InboxKey, markRead, readIncoming } from "../profiles/sftp-inbox.ts";
import { type Judgement, readSuggestion } from "./read-suggestion.ts";
import { isReturn, readReturnRows, type ReturnKey } from "./returns.ts";
import { readZones } from "./zones.ts";

/** New returns of the partner: each suggestion it may be taken for one, the rest refused with the reason. */
export async function* collectSuggestions(
  ctx: TaskContext<InboxKey | ReturnKey | "zonas">,
): AsyncIterable<Collected> {
  let judgement: Judgement | null = null;
  for await (const file of readIncoming(ctx, isReturn(ctx.settings))) {
    judgement ??= await readJudgement(ctx);
    yield* takeIn(ctx, file, judgement);
    yield markRead(file);
  }
  if (!judgement) ctx.log("info", "Nenhum retorno novo da Proffer.");
}

async function* takeIn(
  ctx: TaskContext<ReturnKey>,
  file: Incoming,
  judgement: Judgement,
): AsyncIterable<Collected> {
  const days = new Set<string>();
  const zones = new Set<string>();
  let taken = 0;
  let refused = 0;
  for (const [index, row] of readReturnRows(ctx.settings, file.content).entries()) {
    const read = readSuggestion(row, judgement);
    if ("refused" in read) {
      refused += 1;
      // The header is line 1.
      ctx.refuse({ key: `${file.name}, linha ${index + 2}`, ...read.refused });
      continue;
    }
    taken += 1;
    days.add(read.suggestion.returnedOn);
    zones.add(read.suggestion.zoneCode);
    yield read.suggestion;
  }
  const day = [...days].toSorted().at(-1);
  yield {
    type: "item",
    kind: "price_return",
    key: file.name,
    title: `Retorno ${day ? `de ${formatDay(day)}` : "sem preços aproveitados"}`,
    ...(day ? { validFrom: day } : {}),
    data: { arquivo: file.name, zonas: [...zones], precos: taken, recusados: refused },
  };
  ctx.log(
    refused > 0 ? "warn" : "info",
    `${file.name}: ${formatCount(taken, "preço sugerido", "preços sugeridos")}, ${formatCount(refused, "recusado", "recusados")}.`,
  );
}

async function readJudgement(ctx: TaskContext<"zonas">): Promise<Judgement> {
  const products = new Map<string, readonly string[]>();
  for await (const { code, eans } of ctx.movements.products()) products.set(code, eans);
  return {
    today: dayInZone(ctx.now(), ctx.organization.timeZone),
    zones: await readZones(ctx),
    products,
  };
}
