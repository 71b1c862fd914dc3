import { describe, expect, it } from "vitest";
import { findTrail, listAreas, type NavItem } from "./nav.ts";

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
});
