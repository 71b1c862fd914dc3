"use client";

import { useQuery } from "@tanstack/react-query";
import { ListChecks, Plus } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { type ReactNode, useState } from "react";
import { fetchJson } from "../data/fetch-json.ts";
import { useBanner } from "../forms/use-banner.tsx";
import { Alert } from "../ui/alert.tsx";
import { Button } from "../ui/button.tsx";
import { PageHead } from "../ui/page-head.tsx";
import { Progress } from "../ui/progress.tsx";
import type { Outcome } from "@/lib/admin/define-use-case.ts";
import type { EnvironmentRow } from "@/lib/admin/multi-cv/environment-row.ts";
import type { SetupSystem, SetupView } from "@/lib/admin/multi-cv/read-setup.ts";
import type { Rehearsal } from "@/lib/multi-cv/words/rehearsal.ts";
import { formatCount } from "@/lib/core/format-count.ts";
import { EnvironmentDialog, type EnvironmentActions } from "./environment-dialog.tsx";
import type { EnvironmentProbe } from "./environment-sheet.tsx";
import { judgeSetup, type SetupStage } from "./judge-setup.ts";
import { ProposedDevelopments } from "./proposed-developments.tsx";
import { RehearsalPanel } from "./rehearsal-panel.tsx";
import { SetupStageCard } from "./setup-stage-card.tsx";
import { SetupSystems } from "./setup-systems.tsx";

/** What the guided page can do; null where the profile does not allow it. */
export type SetupActions = EnvironmentActions & {
  check: (input: { id: number }) => Promise<Outcome<EnvironmentProbe>>;
  loadAll: (input: { integrationId: number }) => Promise<Outcome<{ taskId: number }>>;
  adopt: (input: {
    integrationId: number;
    hubDevelopmentIds: string[];
  }) => Promise<Outcome<{ made: number }>>;
  confirmCertain: (input: { integrationId: number }) => Promise<Outcome<{ confirmed: number }>>;
  rehearse: (input: {
    integrationId: number;
    hubReservationId: string;
  }) => Promise<Outcome<Rehearsal>>;
  setActive: (id: number, active: boolean) => Promise<Outcome<unknown>>;
};

const HELP: Record<SetupStage, string> = {
  systems:
    "O Hub em que o grupo vende, o CV de cada empreendimento (terminal) e o Sienge, cada um com a sua credencial testada.",
  load: "Testa todos os acessos, carrega as listas de cada sistema, sugere os mapeamentos e confere os empreendimentos. Nada é alterado no CV nem no Sienge.",
  developments: "Em qual terminal está cada empreendimento do Hub.",
  mappings: "O que cada situação, série e tipo do Hub significa em cada terminal.",
  webhooks:
    "Os avisos que os sistemas enviam quando algo muda. Sem eles o Enlace consulta os sistemas a cada 5 minutos.",
  rehearsal:
    "Lê uma reserva que já pode faturar, confere tudo pelas mesmas regras da transferência e mostra o que seria gravado.",
  active: "Com a integração ativa, as reservas que podem faturar passam a ser transferidas.",
};

type Preset = { kind: "cv" | "sienge"; code: string; name: string };

/** "Configuração": from nothing to the first reservation on one page. What it shows is read from the facts each time. */
export function SetupScreen({
  initial,
  timeZone,
  picker,
  actions,
}: {
  initial: SetupView;
  timeZone: string;
  picker: ReactNode;
  actions: SetupActions | null;
}) {
  const { banner, showBanner, act } = useBanner();
  const router = useRouter();
  const { integrationId } = initial;
  const [form, setForm] = useState<{ row: EnvironmentRow | null; preset?: Preset } | null>(null);
  const { data: view, refetch } = useQuery({
    queryKey: ["flow", "setup", integrationId],
    queryFn: ({ signal }) =>
      fetchJson<SetupView>(`/api/multi-cv/setup?integracao=${integrationId}`, signal),
    initialData: initial,
    refetchInterval: (query) => (query.state.data?.load.running ? 1_500 : 30_000),
  });
  const stages = judgeSetup(view);
  const left = stages.filter(({ state, optional }) => state !== "done" && !optional);
  const done = (sentence: string) => {
    showBanner("success", sentence);
    void refetch();
    router.refresh();
  };

  async function test({ environment }: SetupSystem): Promise<void> {
    if (!actions) return;
    await act(actions.check({ id: environment.id }), ({ ok, resources }) => {
      const wrong = resources.find(({ state }) => state !== "ok");
      if (ok) return done(`${environment.name}: acesso confirmado.`);
      showBanner("error", `${environment.name}: ${wrong?.name}. ${wrong?.sentence}`);
      void refetch();
    });
    void refetch();
  }

  const hasHub = view.systems.some(({ environment }) => environment.code === "hub");
  const hasErp = view.systems.some(({ environment }) => environment.kind === "sienge");
  const add = (label: string, preset: Preset) => (
    <Button size="sm" variant="outline" onClick={() => setForm({ row: null, preset })}>
      <Plus aria-hidden /> {label}
    </Button>
  );
  const ways: Partial<Record<SetupStage, { action?: ReactNode; body?: ReactNode }>> = actions
    ? {
        systems: {
          action: (
            <>
              {!hasHub && add("Hub", { kind: "cv", code: "hub", name: "Hub" })}
              {!hasErp && add("Sienge", { kind: "sienge", code: "sienge", name: "Sienge" })}
              {add("Terminal", nextTerminal(view.systems))}
            </>
          ),
        },
        load: {
          action: (
            <Button
              size="sm"
              busy={view.load.running !== null}
              disabled={view.systems.length === 0}
              onClick={() =>
                void act(actions.loadAll({ integrationId }), ({ taskId }) =>
                  done(`Carregamento iniciado na tarefa ${taskId}. O resultado aparece aqui.`),
                )
              }
            >
              <ListChecks aria-hidden /> Carregar e conferir tudo
            </Button>
          ),
          body: view.load.running !== null && (
            <div role="status" className="flex flex-col gap-1 text-sm">
              <Progress
                value={view.load.done}
                max={view.load.total}
                label="Andamento do carregamento"
              />
              {view.load.done.toLocaleString("pt-BR")} de {view.load.total.toLocaleString("pt-BR")}{" "}
              itens
            </div>
          ),
        },
        developments: {
          body: (
            <ProposedDevelopments
              developments={view.developments}
              systems={view.systems}
              adopt={(hubDevelopmentIds) =>
                act(actions.adopt({ integrationId, hubDevelopmentIds }), ({ made }) =>
                  done(
                    `${formatCount(made, "empreendimento cadastrado", "empreendimentos cadastrados")}. Use “Carregar e conferir tudo” para conferir.`,
                  ),
                )
              }
            />
          ),
        },
        mappings: {
          action: view.mappings.certain > 0 && (
            <Button
              size="sm"
              variant="outline"
              onClick={() =>
                void act(actions.confirmCertain({ integrationId }), ({ confirmed }) =>
                  done(
                    `${formatCount(confirmed, "mapeamento confirmado", "mapeamentos confirmados")}.`,
                  ),
                )
              }
            >
              Confirmar {formatCount(view.mappings.certain, "sugestão única", "sugestões únicas")}
            </Button>
          ),
        },
        rehearsal: {
          body: hasHub && (
            <RehearsalPanel
              integrationId={integrationId}
              rehearse={actions.rehearse}
              onDone={() => void refetch()}
            />
          ),
        },
        active: {
          action: !view.active && (
            <Button
              size="sm"
              disabled={stages[0]?.state !== "done"}
              onClick={() =>
                void act(actions.setActive(integrationId, true), () =>
                  done("Integração ativada. As reservas que podem faturar serão transferidas."),
                )
              }
            >
              Ativar integração
            </Button>
          ),
        },
      }
    : {};
  return (
    <>
      <PageHead
        title="Configuração do Multi CV"
        state={
          left.length === 0
            ? "Tudo pronto: as reservas que podem faturar são transferidas."
            : `${formatCount(left.length, "etapa falta", "etapas faltam")} para a transferência das reservas.`
        }
        actions={picker}
      />
      {banner}
      {!actions && (
        <Alert tone="info" className="mb-4">
          Seu perfil só permite consultar. Quem tem o perfil Administrador do cliente pode
          configurar a integração.
        </Alert>
      )}
      {left.length > 0 && (
        <nav aria-label="O que falta" className="mb-4 flex flex-wrap gap-x-4 gap-y-1 text-sm">
          <span className="text-muted-foreground">O que falta:</span>
          {left.map(({ stage, title }) => (
            <a key={stage} href={`#${stage}`} className="text-primary underline underline-offset-2">
              {title}
            </a>
          ))}
        </nav>
      )}
      <div className="flex max-w-4xl flex-col gap-4">
        {stages.map((judged, index) => (
          <SetupStageCard
            key={judged.stage}
            number={index + 1}
            judged={judged}
            help={HELP[judged.stage]}
            action={ways[judged.stage]?.action}
          >
            {judged.stage === "systems" && (
              <SetupSystems
                systems={view.systems}
                timeZone={timeZone}
                test={actions && test}
                onEdit={actions && ((row) => setForm({ row }))}
              />
            )}
            {ways[judged.stage]?.body}
          </SetupStageCard>
        ))}
        <p className="text-sm text-muted-foreground">
          Tudo o que está nesta página também tem tela própria:{" "}
          <RoomLinks integrationId={integrationId} />
        </p>
      </div>
      {form && actions && (
        <EnvironmentDialog
          integrationId={integrationId}
          environment={form.row}
          {...(form.preset && { preset: form.preset })}
          all={view.systems.map(({ environment }) => environment)}
          timeZone={timeZone}
          actions={actions}
          onClose={() => setForm(null)}
          onSaved={(name) => {
            setForm(null);
            done(`“${name}” gravado. Teste o acesso em seguida.`);
          }}
        />
      )}
    </>
  );
}

function RoomLinks({ integrationId }: { integrationId: number }) {
  const rooms = [
    ["Tokens", "tokens"],
    ["Empreendimentos", "empreendimentos"],
    ["Mapeamentos", "mapeamentos"],
    ["Webhooks", "webhooks"],
  ] as const;
  return rooms.map(([label, path], index) => (
    <span key={path}>
      {index > 0 && " · "}
      <Link
        href={`/reservas/${path}?integracao=${integrationId}`}
        className="text-primary underline underline-offset-2"
      >
        {label}
      </Link>
    </span>
  ));
}

/** The next free letter: a, b, c … */
function nextTerminal(systems: readonly SetupSystem[]): Preset {
  const taken = new Set(systems.map(({ environment }) => environment.code));
  const letter = [..."abcdefghijklmnopqrstuvwxyz"].find((one) => !taken.has(one)) ?? "";
  return { kind: "cv", code: letter, name: `Terminal ${letter.toUpperCase()}`.trim() };
}
