import {
  Activity,
  ArrowLeftRight,
  BadgePercent,
  Boxes,
  Building,
  Building2,
  GitCompare,
  Inbox,
  KeyRound,
  ListChecks,
  ListTodo,
  Map,
  MessageCircleQuestion,
  Plug,
  ScrollText,
  ShieldCheck,
  Store,
  TicketCheck,
  Users,
  Waypoints,
  Webhook,
} from "lucide-react";
import type { NavItem } from "@/components/frame/nav.ts";
import { type Actor, can, type Permission } from "@/lib/core/permissions.ts";
import { REGISTER_LISTS, REGISTER_WORDS } from "@/lib/core/register-list.ts";

interface Area extends Omit<NavItem, "inside" | "children"> {
  href: string;
  permission: Permission | null;
  /** A page may ask for more than its area does. */
  pages?: ReadonlyArray<{ label: string; href: string; permission?: Permission }>;
  /** The area inside which it stands where the menu would grow too long. */
  into?: string;
  inside?: readonly Area[];
}

const CATALOGUE: Area = {
  label: "Catálogo",
  href: "/catalogo",
  icon: <Boxes />,
  permission: "view",
};
const PARTNERS: Area = {
  label: "Parceiros",
  href: "/parceiros",
  icon: <Activity />,
  permission: "view",
};
const INTEGRATIONS: Area = {
  label: "Integrações",
  href: "/integracoes",
  icon: <Plug />,
  permission: "view",
  pages: [
    { label: "Cadastrar integração", href: "/integracoes/nova", permission: "register" },
    { label: "Configurar o Multi CV", href: "/reservas/configurar", permission: "register" },
  ],
};
const MULTI_CV: Area[] = [
  { label: "Pendências", href: "/reservas/pendencias", icon: <ListTodo />, permission: "view" },
  { label: "Quadro", href: "/reservas/quadro", icon: <Waypoints />, permission: "view" },
  { label: "Reservas", href: "/reservas", icon: <TicketCheck />, permission: "view" },
  {
    label: "Decisões pendentes",
    href: "/reservas/decisoes",
    icon: <MessageCircleQuestion />,
    permission: "view",
    into: "/reservas/pendencias",
  },
  {
    label: "Conciliação",
    href: "/reservas/conciliacao",
    icon: <GitCompare />,
    permission: "view",
    into: "/reservas/pendencias",
  },
  {
    label: "Configuração",
    href: "/reservas/configurar",
    icon: <ListChecks />,
    permission: "view",
    inside: [
      { label: "Tokens", href: "/reservas/tokens", icon: <KeyRound />, permission: "view" },
      {
        label: "Empreendimentos",
        href: "/reservas/empreendimentos",
        icon: <Building />,
        permission: "view",
      },
      { label: "Mapeamentos", href: "/reservas/mapeamentos", icon: <Map />, permission: "view" },
      { label: "Webhooks", href: "/reservas/webhooks", icon: <Webhook />, permission: "view" },
    ],
  },
];
const BRANCHES: Area = {
  label: "Filiais",
  href: "/filiais",
  icon: <Store />,
  permission: "organizations",
  into: "/integracoes",
};
const API_KEYS: Area = {
  label: "Chaves de API",
  href: "/chaves-api",
  icon: <KeyRound />,
  permission: "organizations",
  into: "/integracoes",
};
const CLIENTS: Area = {
  label: "Clientes",
  href: "/clientes",
  icon: <Building2 />,
  permission: "organizations",
};
const PEOPLE: Area = {
  label: "Usuários",
  href: "/usuarios",
  icon: <Users />,
  permission: "people",
};
const PROFILES: Area = {
  label: "Perfis",
  href: "/perfis",
  icon: <ShieldCheck />,
  permission: "profiles",
};
const MOVEMENT_PAGES = [
  { label: "Movimentos por filial e dia", href: "/movimentos/dias" },
  { label: "Produtos", href: "/movimentos/produtos" },
  ...REGISTER_LISTS.map((list) => ({
    label: REGISTER_WORDS[list].title,
    href: `/movimentos/${list}`,
  })),
];
const RETAIL: Area[] = [
  {
    label: "Movimentos",
    href: "/movimentos",
    icon: <ArrowLeftRight />,
    permission: "movements",
    pages: MOVEMENT_PAGES,
  },
  {
    label: "Recebidos",
    href: "/recebidos",
    icon: <Inbox />,
    permission: "view",
    pages: [
      { label: "Propostas de cadastro", href: "/recebidos/propostas", permission: "movements" },
    ],
    into: "/movimentos",
  },
  {
    label: "Alteração de Preço/Oferta",
    href: "/precos",
    icon: <BadgePercent />,
    permission: "prices",
    pages: [{ label: "Aplicações de preço", href: "/precos/aplicacoes" }],
  },
];
const AUDIT: Area = {
  label: "Auditoria",
  href: "/auditoria",
  icon: <ScrollText />,
  permission: "audit",
  into: "/usuarios",
};

/** What a client's people see at a glance: more would have to be searched. */
const MOST_ENTRIES = 9;

/** Which kinds of work there are in what a person looks at. */
export interface MenuFacts {
  /** A Multi CV integration. */
  present: boolean;
  /** How many questions wait there. */
  openDecisions: number;
  /** An integration of another kind, or a branch. */
  retail: boolean;
}

/**
 * The menu of a person: what the profile does not allow is not shown, nor a room of what the client has
 * not. A client's has at most nine entries; what is beyond stands inside the area it belongs to.
 */
export function listAreasFor(actor: Actor, facts: MenuFacts | null): NavItem[] {
  const agent = actor.organizationId === null;
  const multiCv = facts?.present ? MULTI_CV : [];
  const retail = !facts || facts.retail || !facts.present;
  const registry = {
    label: "Cadastro",
    // The way that the manual names: Cadastro › Parâmetros do sistema › Integrações.
    parameters: agent
      ? [INTEGRATIONS, CATALOGUE, PARTNERS]
      : [{ ...INTEGRATIONS, inside: [CATALOGUE, PARTNERS] }],
    areas: [
      ...(agent ? [CLIENTS] : []),
      ...(retail ? [BRANCHES] : []),
      PEOPLE,
      ...(agent ? [PROFILES] : []),
      ...(retail ? [API_KEYS] : []),
      AUDIT,
    ],
  };
  const rooms = [
    { label: "Multi CV", parameters: [], areas: multiCv },
    { label: "Dados", parameters: [], areas: retail ? RETAIL : [] },
  ];
  const groups = (agent ? [registry, ...rooms] : [...rooms, registry]).map(
    ({ label, parameters, areas }) => ({
      label,
      parameters: allow(actor, parameters),
      areas: allow(actor, areas),
    }),
  );
  if (!agent) foldBeyond(groups, MOST_ENTRIES);
  const toItems = (areas: readonly Area[]) => areas.map((area) => toItem(actor, area, facts));
  return groups
    .map(({ label, parameters, areas }) => ({
      label,
      children: [
        ...(parameters.length > 0
          ? [{ label: "Parâmetros do sistema", children: toItems(parameters) }]
          : []),
        ...toItems(areas),
      ],
    }))
    .filter(({ children }) => children.length > 0);
}

interface Group {
  parameters: Area[];
  areas: Area[];
}

function allow(actor: Actor, areas: readonly Area[]): Area[] {
  return areas
    .filter(({ permission }) => permission === null || can(actor, permission))
    .map((area) => (area.inside ? { ...area, inside: allow(actor, area.inside) } : area));
}

/** Moves areas that have a place inside another there, the last first, until as many are left as may be. */
function foldBeyond(groups: Group[], most: number): void {
  const all = () => groups.flatMap(({ parameters, areas }) => [...parameters, ...areas]);
  for (const area of all().toReversed()) {
    if (all().length <= most) return;
    if (!all().some(({ href }) => href === area.into)) continue;
    const move = (areas: Area[]) =>
      areas
        .filter((one) => one.href !== area.href)
        .map((one) =>
          one.href === area.into ? { ...one, inside: [...(one.inside ?? []), area] } : one,
        );
    for (const group of groups) {
      group.parameters = move(group.parameters);
      group.areas = move(group.areas);
    }
  }
}

function toItem(actor: Actor, area: Area, facts: MenuFacts | null): NavItem {
  const { label, href, icon, pages, inside } = area;
  const waiting = facts?.openDecisions ?? 0;
  const count =
    href === "/reservas/decisoes" ||
    (href === "/reservas/pendencias" && inside?.some((one) => one.href === "/reservas/decisoes"))
      ? waiting
      : undefined;
  return {
    label,
    href,
    icon,
    pages: pages?.filter(({ permission }) => permission === undefined || can(actor, permission)),
    ...(count === undefined ? {} : { count }),
    ...(inside && inside.length > 0
      ? { inside: inside.map((one) => toItem(actor, one, facts)) }
      : {}),
  };
}
