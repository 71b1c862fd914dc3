import type { Product } from "@/lib/core/movement.ts";
import { addDays, dayInZone } from "@/lib/core/period.ts";
import { formatCount } from "@/lib/core/format-count.ts";
import type { Collected, TaskContext } from "../define.ts";
import { askCosmos, type AskKey } from "./ask.ts";
import { askableGtin } from "./askable.ts";
import { proposeFields } from "./propose.ts";
import { claimQuestion, closeQuota, type QuotaKey, readQuota } from "./quota.ts";

const PAGE = 200;
const DAY_MS = 86_400_000;
/** The highest product id that was ever seen: what comes above it is new. */
const NEWEST = "produto_mais_novo";
/** Code of the product at which the last sweep stopped. */
const CURSOR = "varredura";

interface Candidate {
  product: Product;
  gtin: string;
}

const memoryOf = (gtin: string) => `gtin:${gtin}`;

type CreatedKey = AskKey | QuotaKey | "dias_repetir" | "dias_desconhecido";

/** Products created since the last look, oldest first: they may use the whole of today's quota. */
export async function* collectCreated(ctx: TaskContext<CreatedKey>): AsyncIterable<Collected> {
  const newest = Number((await ctx.state.get(NEWEST)) ?? -1);
  const { created, highest } = await listCandidates(ctx, newest, await readQuota(ctx));
  for (const candidate of created) {
    if (!(yield* askAbout(ctx, candidate, 0)))
      return ctx.log(
        "info",
        "A cota de hoje acabou; os produtos novos que faltam serão perguntados amanhã.",
      );
    yield { type: "state", key: NEWEST, value: String(candidate.product.id) };
  }
  if (highest > newest) yield { type: "state", key: NEWEST, value: String(highest) };
}

/** First what is new, then the catalogue in order of code from where the last sweep stopped, within today's quota. */
export async function* collectSweep(
  ctx: TaskContext<CreatedKey | "reserva_novos">,
): AsyncIterable<Collected> {
  yield* collectCreated(ctx);
  const keep = Math.min(
    ctx.settings.integer("reserva_novos"),
    ctx.settings.integer("limite_diario"),
  );
  const left = (await readQuota(ctx)) - keep;
  if (left <= 0) return ctx.log("info", "Não há cota para a varredura de hoje.");
  const cursor = (await ctx.state.get(CURSOR)) ?? "";
  const { after, before } = await listCandidates(ctx, Number.MAX_SAFE_INTEGER, left, cursor);
  let asked = 0;
  for (const candidate of [...after, ...before].slice(0, left)) {
    if (!(yield* askAbout(ctx, candidate, keep))) break;
    yield { type: "state", key: CURSOR, value: candidate.product.code };
    asked += 1;
  }
  ctx.log(
    "info",
    `Varredura: ${formatCount(asked, "produto perguntado", "produtos perguntados")}, cota de hoje com ${await readQuota(ctx)} de ${ctx.settings.integer("limite_diario")} consultas.`,
  );
}

/** Asks about one product and remembers the outcome; false when the quota is over. */
async function* askAbout(
  ctx: TaskContext<AskKey | QuotaKey | "dias_desconhecido">,
  { product, gtin }: Candidate,
  keep: number,
): AsyncGenerator<Collected, boolean> {
  if (!(await claimQuestion(ctx, keep))) return false;
  const asked = await askCosmos(ctx, gtin);
  if (asked.kind === "quota") {
    await closeQuota(ctx);
    ctx.log(
      "warn",
      "A Cosmos respondeu que a cota do plano acabou (429). Nada mais é perguntado hoje; confira o limite diário em Configurações.",
    );
    return false;
  }
  const today = dayInZone(ctx.now(), ctx.organization.timeZone);
  if (asked.kind === "unknown") {
    await ctx.state.set(memoryOf(gtin), today, {
      expiresAt: new Date(ctx.now().getTime() + ctx.settings.integer("dias_desconhecido") * DAY_MS),
    });
    return true;
  }
  const fields = proposeFields(product, asked.product);
  if (fields.length > 0) yield { type: "proposal", productCode: product.code, ean: gtin, fields };
  // Together with the proposal: a crash in between would otherwise lose it for months.
  yield { type: "state", key: memoryOf(gtin), value: today };
  return true;
}

/** Up to `most` products worth a question, in three queues; those asked lately, or found unknown, are left out. */
async function listCandidates(
  ctx: TaskContext<"dias_repetir">,
  newest: number,
  most: number,
  cursor = "",
) {
  const created: Candidate[] = [];
  const after: Candidate[] = [];
  const before: Candidate[] = [];
  let highest = -1;
  const oldest = addDays(
    dayInZone(ctx.now(), ctx.organization.timeZone),
    -ctx.settings.integer("dias_repetir"),
  );
  const sortOut = async (page: Candidate[]) => {
    const remembered = await ctx.state.getMany(page.map(({ gtin }) => memoryOf(gtin)));
    for (const candidate of page) {
      const last = remembered.get(memoryOf(candidate.gtin));
      if (last !== undefined && last > oldest) continue;
      const queue =
        candidate.product.id > newest ? created : candidate.product.code > cursor ? after : before;
      if (queue === created || queue.length < most) queue.push(candidate);
    }
  };
  let page: Candidate[] = [];
  for await (const product of ctx.movements.products()) {
    highest = Math.max(highest, product.id);
    // Looking for what is new, the rest needs no look at the memory; the very first look has only the rest.
    const wanted = newest === Number.MAX_SAFE_INTEGER || (newest >= 0 && product.id > newest);
    const gtin = product.active && wanted ? askableGtin(product) : null;
    if (gtin === null) continue;
    page.push({ product, gtin });
    if (page.length === PAGE) {
      await sortOut(page);
      page = [];
    }
  }
  await sortOut(page);
  created.sort((a, b) => a.product.id - b.product.id);
  return { created, after, before, highest };
}
