import { CircleAlert, CircleCheck, CircleDashed, CircleDot } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { Badge } from "../ui/badge.tsx";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "../ui/card.tsx";
import type { JudgedStage } from "./judge-setup.ts";

const STATE = {
  done: { word: "Pronto", tone: "done", icon: CircleCheck },
  open: { word: "Falta fazer", tone: "pending", icon: CircleDot },
  wrong: { word: "Com erro", tone: "failed", icon: CircleAlert },
  later: { word: "Depois", tone: "neutral", icon: CircleDashed },
} as const;

const SHOWN = 6;

/** One stage of the set-up: how it stands, what is missing with a link each, and what can be done here. */
export function SetupStageCard({
  number,
  judged,
  help,
  action,
  children,
}: {
  number: number;
  judged: JudgedStage;
  help: string;
  action?: ReactNode;
  children?: ReactNode;
}) {
  const { stage, title, state, optional, missing } = judged;
  const { word, tone, icon: Icon } = STATE[state];
  return (
    <Card id={stage} aria-labelledby={`${stage}-title`} className="scroll-mt-4">
      <CardHeader>
        <span className="flex flex-wrap items-center gap-2">
          <CardTitle>
            <span id={`${stage}-title`}>
              {number}. {title}
            </span>
          </CardTitle>
          <Badge tone={optional && state === "open" ? "neutral" : tone}>
            <Icon aria-hidden /> {optional && state === "open" ? "Recomendado" : word}
          </Badge>
        </span>
        {action && <span className="flex flex-wrap gap-2">{action}</span>}
        <CardDescription>{help}</CardDescription>
      </CardHeader>
      <CardContent className="flex flex-col gap-3">
        {missing.length > 0 && state !== "later" && (
          <ul className="flex list-disc flex-col gap-1 pl-5 text-sm">
            {missing.slice(0, SHOWN).map(({ text, href }) => (
              <li key={text}>
                {text}{" "}
                {href && (
                  <Link href={href} className="text-primary underline underline-offset-2">
                    Resolver
                  </Link>
                )}
              </li>
            ))}
            {missing.length > SHOWN && (
              <li className="text-muted-foreground">
                e mais {(missing.length - SHOWN).toLocaleString("pt-BR")}
              </li>
            )}
          </ul>
        )}
        {children}
      </CardContent>
    </Card>
  );
}
