import { describe, expect, it } from "vitest";
import { listAreas, listEntries } from "@/components/frame/nav.ts";
import { type Actor, type Permission, PERMISSIONS } from "@/lib/core/permissions.ts";
import { listAreasFor } from "./areas.tsx";

const actorOf = (organizationId: number | null, permissions: readonly Permission[]): Actor => ({
  personId: 1,
  name: "Ana",
  email: "ana@grupo.test",
  profileId: 1,
  profileName: "",
  permissions: new Set(permissions),
  organizationId,
  timeZone: "America/Sao_Paulo",
});
const OF_CLIENT = PERMISSIONS.filter((one) => one !== "profiles");
const PLAIN: Permission[] = ["view", "run", "download", "logs", "movements", "prices"];
const entries = (...of: Parameters<typeof listAreasFor>) =>
  listEntries(listAreasFor(...of)).map(({ label }) => label);
const everything = (...of: Parameters<typeof listAreasFor>) =>
  listAreas(listAreasFor(...of)).map(({ label }) => label);
const facts = (present: boolean, retail: boolean) => ({ present, retail, openDecisions: 3 });

describe("a client's menu", () => {
  it.each([
    [true, true],
    [true, false],
    [false, true],
    [false, false],
  ])("has at most nine entries, and loses no area (Multi CV %s, retail %s)", (present, retail) => {
    for (const permissions of [OF_CLIENT, PLAIN]) {
      const actor = actorOf(7, permissions);
      const shown = entries(actor, facts(present, retail));
      expect(shown.length).toBeLessThanOrEqual(9);
      expect(shown).toContain("Integrações");
      const all = everything(actor, facts(present, retail));
      expect(new Set(all).size).toBe(all.length);
      expect(all.includes("Tokens")).toBe(present);
    }
  });

  it("shows no room of what the client has not", () => {
    const only = everything(actorOf(7, OF_CLIENT), facts(true, false));
    for (const room of ["Movimentos", "Recebidos", "Alteração de Preço/Oferta", "Filiais"])
      expect(only).not.toContain(room);
    const shop = everything(actorOf(7, OF_CLIENT), facts(false, true));
    for (const room of ["Pendências", "Quadro", "Reservas", "Configuração", "Webhooks"])
      expect(shop).not.toContain(room);
    expect(shop).toEqual(expect.arrayContaining(["Movimentos", "Filiais", "Chaves de API"]));
  });

  it("counts what waits where it can be reached, folded or not", () => {
    for (const retail of [true, false]) {
      const nav = listAreasFor(actorOf(7, OF_CLIENT), facts(true, retail));
      expect(listEntries(nav).some(({ count }) => count === 3)).toBe(true);
    }
  });

  it("leads with Multi CV and names no agents' room", () => {
    expect(entries(actorOf(7, OF_CLIENT), facts(true, false))[0]).toBe("Pendências");
    expect(everything(actorOf(7, PERMISSIONS), facts(true, true))).not.toContain("Clientes");
    expect(everything(actorOf(7, PERMISSIONS), facts(true, true))).not.toContain("Perfis");
  });
});

it("an agent sees every room that some client has, under the manual's path", () => {
  const agent = actorOf(null, PERMISSIONS);
  expect(everything(agent, facts(true, true))).toEqual(
    expect.arrayContaining(["Clientes", "Perfis", "Catálogo", "Pendências", "Movimentos"]),
  );
  expect(listAreasFor(agent, facts(false, true))[0]).toMatchObject({
    label: "Cadastro",
    children: [{ label: "Parâmetros do sistema" }, {}, {}, {}, {}, {}, {}],
  });
  expect(everything(agent, facts(true, false))).not.toContain("Movimentos");
});
