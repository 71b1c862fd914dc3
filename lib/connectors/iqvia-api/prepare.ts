import { createHash } from "node:crypto";
import { parseCents } from "@/lib/core/money.ts";
import { addDays, dayInZone, listDays } from "@/lib/core/period.ts";
import type { PreparedFile, TaskContext } from "../define.ts";
import { zipStream } from "../formats/zip-stream.ts";
import { type StoreKey, writeDay } from "./day-file.ts";
import { readCatalogue } from "./survey-day.ts";

const compact = (day: string) => day.replaceAll("-", "");

/** The whole period is one zip, with one JSON a day: that is what IQVIA receives, answers for and replaces. */
export async function* prepareZip(
  ctx: TaskContext<StoreKey | "client_id" | "captacao_prescricao" | "aliquota_icms" | "filiais_cd">,
): AsyncIterable<PreparedFile> {
  const client = ctx.settings.text("client_id").toUpperCase();
  const { first, last } = ctx.period;
  let rows = 0;
  async function* body() {
    rows = 0;
    const catalogue = await readCatalogue(ctx);
    const yesterday = addDays(dayInZone(ctx.task.startedAt, ctx.organization.timeZone), -1);
    const shared = {
      catalogue,
      capture: Number(ctx.settings.text("captacao_prescricao")),
      icmsRate: (parseCents(ctx.settings.text("aliquota_icms")) ?? 0) / 100,
      depots: new Set(
        ctx.settings
          .text("filiais_cd")
          .split(/[\s,;]+/)
          .filter(Boolean),
      ),
      count: () => void (rows += 1),
    };
    const entries = listDays(ctx.period).map((day) => ({
      name: `U_${client}_${compact(day)}.json`,
      open: () => writeDay(ctx, day, { ...shared, withStock: day === last && day >= yesterday }),
    }));
    const hash = createHash("md5");
    // The moment of the first attempt: made again after a crash, the zip has the same bytes.
    for await (const chunk of zipStream(entries, ctx.task.startedAt)) {
      hash.update(chunk);
      yield chunk;
    }
    ctx.log("info", `MD5 do ZIP: ${hash.digest("hex")}.`);
  }
  yield {
    name: `U_${client}_${compact(first)}_${compact(last)}.zip`,
    contentType: "application/zip",
    body: body(),
    rows: () => rows,
  };
}
