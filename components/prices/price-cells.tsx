import {
  ArrowDownRight,
  ArrowUpRight,
  Ban,
  CircleCheck,
  Equal,
  Hourglass,
  PackageX,
  TriangleAlert,
} from "lucide-react";
import { Badge } from "../ui/badge.tsx";
import { Tooltip } from "../ui/tooltip.tsx";
import { formatReais } from "@/lib/core/money.ts";
import { PRICE_VERDICT_WORDS, type PriceVerdict } from "@/lib/core/price-verdict.ts";

const none = <span className="text-muted-foreground">—</span>;
const percent = new Intl.NumberFormat("pt-BR", {
  signDisplay: "exceptZero",
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
});

/** An amount, or a dash. */
export function Amount({ cents }: { cents: number | null }) {
  return cents === null ? (
    none
  ) : (
    <span className="whitespace-nowrap tabular-nums">{formatReais(cents)}</span>
  );
}

/** The same in all branches, or from the least to the most expensive one. */
export function AmountRange({ low, high }: { low: number | null; high: number | null }) {
  if (low === null || high === null || low === high) return <Amount cents={low ?? high} />;
  return (
    <span className="whitespace-nowrap tabular-nums">
      {formatReais(low)} a {formatReais(high)}
    </span>
  );
}

/** How far a suggestion is from today's price: sign, arrow and words, never colour alone. */
export function Variation({ value }: { value: number | null }) {
  if (value === null) return none;
  if (Math.abs(value) < 0.05) return <span className="tabular-nums">0,0%</span>;
  const Arrow = value > 0 ? ArrowUpRight : ArrowDownRight;
  return (
    <span className="inline-flex items-center justify-end gap-1 whitespace-nowrap tabular-nums">
      <Arrow aria-hidden className="size-3.5 text-muted-foreground" />
      {percent.format(value)}%
    </span>
  );
}

const LOOK = {
  ok: { tone: "done", icon: CircleCheck },
  cost: { tone: "pending", icon: TriangleAlert },
  variation: { tone: "pending", icon: TriangleAlert },
  stale: { tone: "pending", icon: Hourglass },
  pmc: { tone: "failed", icon: Ban },
  equal: { tone: "neutral", icon: Equal },
  expired: { tone: "neutral", icon: Hourglass },
  absent: { tone: "neutral", icon: PackageX },
} as const;

/** What stands in the way of a suggestion; the why on hover and focus. */
export function VerdictBadge({ verdict }: { verdict: PriceVerdict }) {
  const { tone, icon: Icon } = LOOK[verdict];
  const { label, help } = PRICE_VERDICT_WORDS[verdict];
  return (
    <Tooltip text={`${help}.`}>
      <Badge tone={tone}>
        <Icon aria-hidden />
        {label}
      </Badge>
    </Tooltip>
  );
}
