import type { categoryGoals } from "../schema/partner-movements.ts";
import { DEMO_CATEGORIES } from "./demo-catalogue.ts";
import { pick } from "./demo-people.ts";
import { randomStream } from "./random-stream.ts";

/** The words that a chain of the demo plans with; the hub takes any. */
const COMPETITIVENESS = ["Alta", "Média", "Baixa"] as const;
const MEDIA = ["Tabloide", "Tabloide e rádio", "Redes sociais", ""] as const;

/** The goal of every category that products are filed under; each organization has its own. */
export function listDemoGoals(organizationId: number): Array<typeof categoryGoals.$inferInsert> {
  const random = randomStream(organizationId * 1_409);
  return DEMO_CATEGORIES.filter(({ parentCode }) => parentCode !== "").map(({ code }) => ({
    organizationId,
    categoryCode: code,
    goalCents: (40 + Math.floor(random() * 360)) * 50_000,
    competitiveness: pick(COMPETITIVENESS, random()),
    media: pick(MEDIA, random()),
  }));
}
