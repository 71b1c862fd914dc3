import {
  ArrowUp,
  Check,
  Clock,
  Minus,
  PauseCircle,
  RefreshCw,
  TriangleAlert,
  X,
  type LucideIcon,
} from "lucide-react";
import type { DayState } from "@/lib/core/day-account.ts";

/** The sign, the word and the colour of each state of a day; colour never speaks alone. */
export const DAY_LOOK: Record<
  DayState,
  { label: string; icon: LucideIcon; tone: string; says: string }
> = {
  accepted: {
    label: "Aceito",
    icon: Check,
    tone: "bg-done-soft text-done",
    says: "O parceiro aceitou tudo o que havia neste dia.",
  },
  sent: {
    label: "Enviado",
    icon: ArrowUp,
    tone: "bg-sent-soft text-sent",
    says: "O parceiro recebeu o dia e ainda vai confirmar.",
  },
  refused: {
    label: "Com recusas",
    icon: TriangleAlert,
    tone: "bg-failed-soft text-failed",
    says: "O parceiro tem o dia sem os registros recusados. Corrija-os na origem e reprocesse a tarefa.",
  },
  empty: {
    label: "Nada a enviar",
    icon: Minus,
    tone: "bg-muted text-muted-foreground",
    says: "A execução passou por este dia e não havia movimento.",
  },
  changed: {
    label: "Mudou depois",
    icon: RefreshCw,
    tone: "bg-pending-soft text-pending",
    says: "Chegou movimento deste dia depois do envio, e o parceiro ainda não o tem.",
  },
  pending: {
    label: "Em envio",
    icon: Clock,
    tone: "bg-pending-soft text-pending",
    says: "Uma tarefa está enviando este dia.",
  },
  missing: {
    label: "Falta",
    icon: X,
    tone: "bg-failed-soft text-failed",
    says: "O dia já deveria estar com o parceiro e não está.",
  },
  off: {
    label: "Inativa",
    icon: PauseCircle,
    tone: "bg-muted text-muted-foreground",
    says: "A integração estava inativa quando este dia seria enviado.",
  },
  waiting: {
    label: "Não previsto",
    icon: Minus,
    tone: "text-muted-foreground",
    says: "O envio deste dia ainda não era esperado.",
  },
};

/** The states in the order in which a legend and a table name them. */
export const DAY_STATES = Object.keys(DAY_LOOK) as DayState[];
