import { CircleCheck, CircleSlash } from "lucide-react";
import { Badge } from "./badge.tsx";

/** Ativo or Inativo, as a word with its mark; `feminine` for "filial". */
export function ActiveBadge({ active, feminine = false }: { active: boolean; feminine?: boolean }) {
  const ending = feminine ? "a" : "o";
  return active ? (
    <Badge tone="done">
      <CircleCheck aria-hidden /> Ativ{ending}
    </Badge>
  ) : (
    <Badge tone="neutral">
      <CircleSlash aria-hidden /> Inativ{ending}
    </Badge>
  );
}
