import type { customers } from "../schema/partner-movements.ts";
import { completeCpf } from "@/lib/core/documents.ts";
import { randomStream } from "./random-stream.ts";

const WOMEN = [
  "Ana",
  "Beatriz",
  "Conceição",
  "Débora",
  "Eloá",
  "Fátima",
  "Glória",
  "Helena",
  "Inês",
  "Jussara",
  "Letícia",
  "Márcia",
];
const MEN = [
  "Antônio",
  "Breno",
  "César",
  "Davi",
  "Élcio",
  "Fábio",
  "Gonçalo",
  "Heitor",
  "Íris",
  "João",
  "Lúcio",
  "Otávio",
];
const FAMILIES = [
  "Albuquerque",
  "Brandão",
  "Conceição",
  "Damasceno",
  "Falcão",
  "Guimarães",
  "Holanda",
  "Lacerda",
  "Magalhães",
  "Nóbrega",
  "Prado",
  "Queirós",
  "Sampaio",
  "Valença",
];
const SOURCES = ["loja", "site", "aplicativo"];

/** An invented person with a valid CPF; the same number is always the same person. */
export function demoPerson(number: number): {
  name: string;
  gender: "male" | "female";
  cpf: string;
  age: number;
  slug: string;
} {
  const random = randomStream(number * 7_919 + 17);
  const gender = random() < 0.55 ? ("female" as const) : ("male" as const);
  const names = gender === "female" ? WOMEN : MEN;
  const [first, family, last] = [
    pick(names, random()),
    pick(FAMILIES, random()),
    pick(FAMILIES, random()),
  ];
  const plain = `${first}.${last}`.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  return {
    name: `${first} ${family} ${last}`,
    gender,
    cpf: completeCpf(String(200_000_000 + Math.floor(random() * 700_000_000))),
    age: 18 + Math.floor(random() * 65),
    slug: `${plain}.${number}`,
  };
}

export const pick = <Item>(items: readonly Item[], chance: number): Item =>
  items[Math.floor(chance * items.length)] as Item;

/** How many registered customers an organization of the demo has. */
export const DEMO_CUSTOMERS = 160;

/** Registered customers of the demo's n-th organization; two in three agreed to receive offers. */
export function listDemoCustomers(
  organization: number,
  city: string,
  state: string,
  areaCode: string,
): Array<Omit<typeof customers.$inferInsert, "organizationId">> {
  return Array.from({ length: DEMO_CUSTOMERS }, (_, index) => {
    const number = organization * 1_000 + index;
    const random = randomStream(number * 31 + 5);
    const { name, gender, cpf, age, slug } = demoPerson(number);
    const consents = random() < 0.66;
    const since = new Date(
      Date.UTC(2024, Math.floor(random() * 18), 1 + Math.floor(random() * 28), 14),
    );
    return {
      code: `C${String(index + 1).padStart(5, "0")}`,
      document: cpf,
      name,
      gender,
      city,
      state,
      email: random() < 0.8 ? `${slug}@clientes.example` : "",
      phone:
        random() < 0.9
          ? `${areaCode}9${String(80_000_000 + Math.floor(random() * 19_000_000))}`
          : "",
      birthDate: `${2026 - age}-${String(1 + Math.floor(random() * 12)).padStart(2, "0")}-${String(1 + Math.floor(random() * 28)).padStart(2, "0")}`,
      street: `Rua das Palmeiras, ${10 + index}`,
      postalCode: String(13_020_000 + index * 10),
      marketingConsent: consents,
      consentAt: consents ? since : null,
      consentSource: consents ? pick(SOURCES, random()) : "",
      updatedAt: since,
    };
  });
}
