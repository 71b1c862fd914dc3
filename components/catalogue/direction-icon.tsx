import { ArrowDownToLine, ArrowLeftRight, ArrowUpFromLine } from "lucide-react";
import type { ConnectorHelp } from "@/lib/admin/integrations/read-catalogue.ts";

type Kind = ConnectorHelp["operations"][number]["kind"];

/** Which way an operation carries things: in, out, or, in a flow between systems, both. */
export const describeDirection = (kind: Kind, confirms = false) =>
  kind === "collect"
    ? "Recebe"
    : kind === "deliver"
      ? confirms
        ? "Envia e confirma depois"
        : "Envia"
      : "Lê e grava";

/** The same as a picture; the words beside it say it too. */
export function DirectionIcon({ kind }: { kind: Kind }) {
  const Icon =
    kind === "collect" ? ArrowDownToLine : kind === "deliver" ? ArrowUpFromLine : ArrowLeftRight;
  return <Icon aria-hidden className="mt-0.5 size-4 shrink-0 text-muted-foreground" />;
}
