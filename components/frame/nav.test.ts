import { describe, expect, it } from "vitest";
import { findTrail, listAreas, listEntries, type NavItem } from "./nav.ts";

const tree: NavItem[] = [
  {
    label: "Cadastro",
    children: [
      {
        label: "Parâmetros do sistema",
        children: [{ label: "Integrações", href: "/integracoes" }],
      },
    ],
  },
  {
    label: "Acompanhamento",
    children: [
      { label: "Movimentos", href: "/movimentos" },
      { label: "Recusados", href: "/movimentos/recusados" },
    ],
  },
];
const labels = (pathname: string) => findTrail(tree, pathname).map((crumb) => crumb.label);

describe("the way to a page", () => {
  it("goes through its groups, also for pages below an area", () => {
    expect(labels("/integracoes/12/tarefas")).toEqual([
      "Cadastro",
      "Parâmetros do sistema",
      "Integrações",
    ]);
  });

  it("prefers the most exact area and is not fooled by a common beginning", () => {
    expect(labels("/movimentos/recusados")).toEqual(["Acompanhamento", "Recusados"]);
    expect(labels("/movimentosantigos")).toEqual([]);
  });

  it("lists areas without groups", () => {
    expect(listAreas(tree).map((area) => area.href)).toEqual([
      "/integracoes",
      "/movimentos",
      "/movimentos/recusados",
    ]);
  });

  it("goes through the area that another one lies in, which the menu draws only from inside", () => {
    const nested: NavItem[] = [
      { label: "Reservas", href: "/reservas" },
      {
        label: "Configuração",
        href: "/reservas/configurar",
        inside: [{ label: "Tokens", href: "/reservas/tokens" }],
      },
    ];
    expect(findTrail(nested, "/reservas/tokens").map(({ label }) => label)).toEqual([
      "Configuração",
      "Tokens",
    ]);
    expect(findTrail(nested, "/reservas/12").map(({ label }) => label)).toEqual(["Reservas"]);
    expect(listEntries(nested)).toHaveLength(2);
    expect(listAreas(nested)).toHaveLength(3);
  });
});
