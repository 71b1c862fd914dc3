import {
  Activity,
  ArrowLeftRight,
  BadgePercent,
  Boxes,
  Building,
  Building2,
  CircleUser,
  GitCompare,
  Inbox,
  KeyRound,
  ListChecks,
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

interface Area extends NavItem {
  permission: Permission | null;
  /** A page may ask for more than its area does. */
  pages?: ReadonlyArray<{ label: string; href: string; permission?: Permission }>;
  /** Areas that belong to no single client. */
  agentsOnly?: boolean;
}

const PARAMETERS: Area[] = [
  {
    label: "Integrações",
    href: "/integracoes",
    icon: <Plug />,
    permission: "view",
    pages: [{ label: "Cadastrar integração", href: "/integracoes/nova", permission: "register" }],
  },
  { label: "Catálogo", href: "/catalogo", icon: <Boxes />, permission: "view" },
  { label: "Parceiros", href: "/parceiros", icon: <Activity />, permission: "view" },
];
const MULTI_CV: Area[] = [
  { label: "Quadro", href: "/reservas/quadro", icon: <Waypoints />, permission: "view" },
  { label: "Reservas", href: "/reservas", icon: <TicketCheck />, permission: "view" },
  {
    label: "Decisões pendentes",
    href: "/reservas/decisoes",
    icon: <MessageCircleQuestion />,
    permission: "view",
  },
  { label: "Configuração", href: "/reservas/configurar", icon: <ListChecks />, permission: "view" },
  {
    label: "Empreendimentos",
    href: "/reservas/empreendimentos",
    icon: <Building />,
    permission: "view",
  },
  { label: "Tokens", href: "/reservas/tokens", icon: <KeyRound />, permission: "view" },
  { label: "Mapeamentos", href: "/reservas/mapeamentos", icon: <Map />, permission: "view" },
  { label: "Webhooks", href: "/reservas/webhooks", icon: <Webhook />, permission: "view" },
  { label: "Conciliação", href: "/reservas/conciliacao", icon: <GitCompare />, permission: "view" },
];
const PEOPLE: Area[] = [
  {
    label: "Clientes",
    href: "/clientes",
    icon: <Building2 />,
    permission: "organizations",
    agentsOnly: true,
  },
  { label: "Filiais", href: "/filiais", icon: <Store />, permission: "organizations" },
  { label: "Usuários", href: "/usuarios", icon: <Users />, permission: "people" },
  {
    label: "Perfis",
    href: "/perfis",
    icon: <ShieldCheck />,
    permission: "profiles",
    agentsOnly: true,
  },
];
const MOVEMENT_PAGES = [
  { label: "Movimentos por filial e dia", href: "/movimentos/dias" },
  { label: "Produtos", href: "/movimentos/produtos" },
  ...REGISTER_LISTS.map((list) => ({
    label: REGISTER_WORDS[list].title,
    href: `/movimentos/${list}`,
  })),
];
const REST: Area[] = [
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
  },
  {
    label: "Alteração de Preço/Oferta",
    href: "/precos",
    icon: <BadgePercent />,
    permission: "prices",
    pages: [{ label: "Aplicações de preço", href: "/precos/aplicacoes" }],
  },
  { label: "Chaves de API", href: "/chaves-api", icon: <KeyRound />, permission: "organizations" },
  { label: "Auditoria", href: "/auditoria", icon: <ScrollText />, permission: "audit" },
  { label: "Minha conta", href: "/conta", icon: <CircleUser />, permission: null },
];

/**
 * The menu of a person: what the profile does not allow is not shown. `flow`: whether a Multi CV
 * integration is there, and what waits in it.
 */
export function listAreasFor(
  actor: Actor,
  flow: { present: boolean; openDecisions: number } | null,
): NavItem[] {
  const allowed = (areas: Area[]): NavItem[] =>
    areas
      .filter(
        (area) =>
          (area.permission === null || can(actor, area.permission)) &&
          (!area.agentsOnly || actor.organizationId === null),
      )
      .map(({ label, href, icon, pages }) => ({
        label,
        href,
        icon,
        pages: pages?.filter(
          ({ permission }) => permission === undefined || can(actor, permission),
        ),
      }));
  const parameters = allowed(PARAMETERS);
  const multiCv = flow?.present
    ? allowed(MULTI_CV).map((area) =>
        area.href === "/reservas/decisoes" ? { ...area, count: flow.openDecisions } : area,
      )
    : [];
  const registry = [
    ...(parameters.length > 0 ? [{ label: "Parâmetros do sistema", children: parameters }] : []),
    ...allowed(PEOPLE),
  ];
  return [
    ...(registry.length > 0 ? [{ label: "Cadastro", children: registry }] : []),
    ...(multiCv.length > 0 ? [{ label: "Multi CV", children: multiCv }] : []),
    ...allowed(REST),
  ];
}
