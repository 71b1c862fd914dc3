import { BadgeCheck, Eye, FileQuestion } from "lucide-react";
import { Badge } from "../ui/badge.tsx";

type Contract = "published" | "observed" | "generic";

/** The three answers to "how sure are we of the partner's contract?", each in a word, an icon and a sentence. */
export const CONTRACTS: ReadonlyArray<{ value: Contract; label: string; short: string }> = [
  { value: "published", label: "Formato confirmado", short: "o parceiro publica o formato" },
  { value: "observed", label: "Formato observado", short: "observado em integrações em uso" },
  { value: "generic", label: "Formato presumido", short: "o parceiro não publica o formato" },
];

const LOOK = {
  published: { tone: "done", icon: <BadgeCheck aria-hidden /> },
  observed: { tone: "sent", icon: <Eye aria-hidden /> },
  generic: { tone: "outline", icon: <FileQuestion aria-hidden /> },
} as const;

/** How sure we are of a partner's contract. */
export function ContractBadge({ contract }: { contract: Contract }) {
  const { tone, icon } = LOOK[contract];
  return (
    <Badge tone={tone}>
      {icon}
      {CONTRACTS.find(({ value }) => value === contract)?.label}
    </Badge>
  );
}
