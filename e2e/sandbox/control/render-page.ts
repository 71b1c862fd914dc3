import type { Partner } from "./partner.ts";

/** The page of the stand-ins. */
export function renderPage(partners: readonly Partner[]): string {
  return `<!doctype html><html lang="pt-BR"><title>Parceiros de demonstração</title>${partners.map((partner) => `<h2>${partner.name}</h2>`).join("")}</html>`;
}
