"use client";

import { useRouter } from "next/navigation";
import type { Outcome } from "@/lib/admin/define-use-case.ts";
import { useBanner } from "../forms/use-banner.tsx";
import { Badge } from "../ui/badge.tsx";
import { Button } from "../ui/button.tsx";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "../ui/card.tsx";
import { PageHead } from "../ui/page-head.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import { ChangePasswordForm, type ChangePassword } from "./change-password-form.tsx";
import { NameForm } from "./name-form.tsx";

interface Session {
  id: string;
  device: string;
  address: string;
  createdAt: string;
  lastSeenAt: string;
  current: boolean;
}

interface AccountScreenProps {
  account: { name: string; email: string; sessions: Session[] };
  profileName: string;
  timeZone: string;
  actions: {
    changePassword: ChangePassword;
    rename: (input: { name: string }) => Promise<Outcome<{ name: string }>>;
    endSession: (input: { id: string }) => Promise<Outcome<unknown>>;
    endOtherSessions: () => Promise<Outcome<unknown>>;
  };
}

/** "Minha conta": one's own name, password and sessions. */
export function AccountScreen({ account, profileName, timeZone, actions }: AccountScreenProps) {
  const router = useRouter();
  const { banner, showBanner, act } = useBanner();
  const done = (text: string) => {
    showBanner("success", text);
    router.refresh();
  };
  const others = account.sessions.filter((session) => !session.current);
  return (
    <div className="max-w-3xl">
      <PageHead title="Minha conta" state={`${account.email} · perfil ${profileName}`} />
      {banner}
      <div className="flex flex-col gap-5">
        <Card>
          <CardHeader>
            <CardTitle>Nome</CardTitle>
          </CardHeader>
          <CardContent>
            <NameForm
              name={account.name}
              rename={actions.rename}
              onDone={() => done("Nome alterado.")}
            />
          </CardContent>
        </Card>
        <Card>
          <CardHeader>
            <CardTitle>Senha</CardTitle>
            <CardDescription>Ao alterar a senha, as outras sessões são encerradas.</CardDescription>
          </CardHeader>
          <CardContent>
            <ChangePasswordForm
              email={account.email}
              change={actions.changePassword}
              onDone={() => done("Senha alterada. As outras sessões foram encerradas.")}
            />
          </CardContent>
        </Card>
        <Card>
          <CardHeader>
            <CardTitle>Sessões abertas</CardTitle>
            {others.length > 0 && (
              <Button
                variant="outline"
                size="sm"
                onClick={() =>
                  void act(actions.endOtherSessions(), () =>
                    done("As outras sessões foram encerradas."),
                  )
                }
              >
                Encerrar outras sessões
              </Button>
            )}
          </CardHeader>
          <ul className="divide-y border-t">
            {account.sessions.map((session) => (
              <li
                key={session.id}
                className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 py-3 text-sm"
              >
                <div className="min-w-0">
                  <p className="flex flex-wrap items-center gap-2 font-medium">
                    {session.device || "Navegador"}{" "}
                    {session.current && <Badge tone="accent">Esta sessão</Badge>}
                  </p>
                  <p className="text-muted-foreground">
                    {session.address && (
                      <span className="font-mono text-xs">{session.address} · </span>
                    )}
                    usada <RelativeTime value={session.lastSeenAt} timeZone={timeZone} /> · aberta{" "}
                    <RelativeTime value={session.createdAt} timeZone={timeZone} />
                  </p>
                </div>
                {!session.current && (
                  <Button
                    variant="outline"
                    size="sm"
                    aria-label={`Encerrar a sessão ${session.device}`}
                    onClick={() =>
                      void act(actions.endSession({ id: session.id }), () =>
                        done("Sessão encerrada."),
                      )
                    }
                  >
                    Encerrar
                  </Button>
                )}
              </li>
            ))}
          </ul>
        </Card>
      </div>
    </div>
  );
}
