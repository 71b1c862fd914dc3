import type { SetupView } from "@/lib/admin/multi-cv/read-setup.ts";
import { formatCount } from "@/lib/core/format-count.ts";
import { MAPPING_WORDS, ROLE_LABEL, type MappingKind } from "@/lib/multi-cv/words/mappings.ts";

/** The stages of the set-up in their order; the page draws one card each. */
export const SETUP_STAGES = [
  "systems",
  "load",
  "developments",
  "mappings",
  "webhooks",
  "rehearsal",
  "active",
] as const;
export type SetupStage = (typeof SETUP_STAGES)[number];

/** Something that is missing, and where it is put right; null = in the stage's own card. */
export interface MissingItem {
  text: string;
  href: string | null;
}

/** How a stage stands. `later`: an earlier one comes first. `missing` of an optional one holds nothing up. */
export interface JudgedStage {
  stage: SetupStage;
  title: string;
  state: "done" | "open" | "wrong" | "later";
  optional: boolean;
  missing: MissingItem[];
}

const TITLE: Record<SetupStage, string> = {
  systems: "Sistemas e credenciais",
  load: "Carregar e conferir tudo",
  developments: "Empreendimentos",
  mappings: "Mapeamentos",
  webhooks: "Webhooks",
  rehearsal: "Ensaio da primeira reserva",
  active: "Ativação",
};

/** What a list is called on screen: a kind of mapping, or the developments. */
export function describePiece(what: string): string {
  if (what === "developments") return "Empreendimentos";
  return MAPPING_WORDS[what as MappingKind]?.label ?? what;
}

/** Every stage of the set-up from the facts alone: nothing is remembered of where somebody was. Pure. */
export function judgeSetup(view: SetupView): JudgedStage[] {
  const of = `integracao=${view.integrationId}`;
  const missing: Record<SetupStage, MissingItem[]> = {
    systems: missingSystems(view),
    load: missingLists(view, of),
    developments: missingDevelopments(view, of),
    mappings: missingMappings(view, of),
    webhooks: view.webhooks
      .filter(({ registered }) => !registered)
      .map(({ name }) => ({
        text: `${name} ainda não avisa o Enlace das mudanças.`,
        href: `/reservas/webhooks?${of}`,
      })),
    rehearsal:
      view.rehearsal?.ok || view.carried > 0
        ? []
        : [
            {
              text: view.rehearsal
                ? `O último ensaio parou. ${view.rehearsal.note}`
                : "Nenhuma reserva foi ensaiada.",
              href: null,
            },
          ],
    active: view.active ? [] : [{ text: "A integração está inativa.", href: null }],
  };
  const ready = missing.systems.length === 0;
  return SETUP_STAGES.map((stage) => {
    const optional = stage === "webhooks";
    const waits = stage !== "systems" && !ready && !(stage === "active" && view.active);
    const wrong =
      (stage === "systems" && view.systems.some(({ access }) => access === "wrong")) ||
      (stage === "load" && view.load.faults.length > 0) ||
      (stage === "developments" && view.developments.wrong > 0) ||
      (stage === "rehearsal" && view.rehearsal?.ok === false);
    const state = missing[stage].length === 0 ? "done" : waits ? "later" : wrong ? "wrong" : "open";
    return { stage, title: TITLE[stage], state, optional, missing: missing[stage] };
  });
}

function missingSystems({ systems }: SetupView): MissingItem[] {
  const kinds = systems.map(({ environment }) =>
    environment.kind === "sienge" ? "sienge" : environment.code === "hub" ? "hub" : "terminal",
  );
  const absent: MissingItem[] = [
    !kinds.includes("hub") && "Cadastre o Hub, o CV em que o grupo vende.",
    !kinds.includes("terminal") && "Cadastre ao menos um terminal, o CV de um empreendimento.",
    !kinds.includes("sienge") && "Cadastre o Sienge em que os contratos são emitidos.",
  ].flatMap((text) => (text ? [{ text, href: null }] : []));
  return [
    ...absent,
    ...systems.flatMap(({ environment: { name, hasSecret, pausedAt }, access, note }) => {
      const text = !hasSecret
        ? `${name} não tem credencial.`
        : pausedAt
          ? `${name} está pausado. Retome-o em Tokens.`
          : access === "never"
            ? `${name} ainda não foi testado.`
            : access === "stale"
              ? `${name} foi alterado depois do teste. Teste novamente.`
              : access === "wrong"
                ? `${name}: ${note}`
                : null;
      return text ? [{ text, href: null }] : [];
    }),
  ];
}

function missingLists({ load }: SetupView, of: string): MissingItem[] {
  if (load.running !== null) return [{ text: "O carregamento está em andamento.", href: null }];
  const left = load.total - load.done;
  return [
    ...(left > 0
      ? [
          {
            text: `${formatCount(left, "item ainda não foi carregado ou conferido", "itens ainda não foram carregados ou conferidos")}.`,
            href: null,
          },
        ]
      : []),
    ...load.faults.map(({ name, what, note, environmentId }) => ({
      text: `${name}, ${describePiece(what)}: ${note}`,
      href: `/reservas/tokens?${of}&ambiente=${environmentId}`,
    })),
  ];
}

function missingDevelopments({ developments }: SetupView, of: string): MissingItem[] {
  const { active, wrong, unchecked, proposals } = developments;
  const items: (string | false)[] = [
    active === 0 && "Nenhum empreendimento está cadastrado e ativo.",
    active > 0 &&
      proposals.length > 0 &&
      `${formatCount(proposals.length, "empreendimento sugerido não foi cadastrado", "empreendimentos sugeridos não foram cadastrados")}.`,
    wrong > 0 &&
      `${formatCount(wrong, "empreendimento tem erro na conferência", "empreendimentos têm erro na conferência")}.`,
    unchecked > 0 &&
      `${formatCount(unchecked, "empreendimento ainda não foi conferido", "empreendimentos ainda não foram conferidos")}.`,
  ];
  const href = `/reservas/empreendimentos?${of}`;
  return items.flatMap((text) => (text ? [{ text, href }] : []));
}

function missingMappings({ mappings }: SetupView, of: string): MissingItem[] {
  const href = (environmentId: number, kind: string) =>
    `/reservas/mapeamentos?${of}&ambiente=${environmentId}&tipo=${kind}`;
  return [
    ...mappings.roles.map(({ environmentId, name, missing }) => ({
      text: `${name}: confirme a situação ${missing.map((role) => ROLE_LABEL[role]).join(", ")}. Sem ela nenhuma reserva é processada.`,
      href: href(environmentId, "situation"),
    })),
    ...mappings.open
      .filter(
        ({ environmentId, kind }) =>
          kind !== "situation" ||
          !mappings.roles.some((one) => one.environmentId === environmentId),
      )
      .map(({ environmentId, name, kind, count }) => ({
        text: `${name}, ${describePiece(kind)}: ${formatCount(count, "item aguarda confirmação", "itens aguardam confirmação")}.`,
        href: href(environmentId, kind),
      })),
  ];
}
