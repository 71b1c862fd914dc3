import { listDemoProducts } from "@/db/seed/demo-catalogue.ts";

/** What the partner tells of a product. */
export interface KnownProduct {
  description: string;
  brand: { name: string; picture: string };
  gtin: number;
  thumbnail: string;
  ncm: { code: string; description: string; full_description: string; ex: null };
  cest: { id: number; code: string; description: string; parent_id: number } | null;
  gpc: { code: string; description: string };
  price: string | null;
  avg_price: number | null;
  net_weight: number;
  gross_weight: number;
}

const BRANDS = ["Serra Azul", "Vale Verde", "Planalto Saúde"];

function describe(gtin: string, description: string, ncm: string, index: number): KnownProduct {
  const medicine = ncm.startsWith("3004");
  // Some things it knows otherwise than a shop would: that is what it is asked for.
  const code = medicine && index % 4 === 0 ? "30049069" : ncm;
  return {
    description: (index % 3 === 0
      ? `${description} ${BRANDS[index % BRANDS.length]}`
      : description
    ).toUpperCase(),
    brand: {
      name: (medicine ? BRANDS[index % BRANDS.length] : "Horizonte") ?? "",
      picture: "https://cdn.cosmos.example/brands/1",
    },
    gtin: Number(gtin),
    thumbnail: index % 2 === 0 ? `https://cdn.cosmos.example/products/${gtin}` : "",
    ncm: {
      code: `${code.slice(0, 4)}.${code.slice(4, 6)}.${code.slice(6)}`,
      description: medicine ? "Outros medicamentos" : "Outros",
      full_description: medicine
        ? "Produtos farmacêuticos - Medicamentos - Outros"
        : "Perfumaria e cosméticos - Outros",
      ex: null,
    },
    cest: medicine
      ? {
          id: 400 + (index % 3),
          code: `13.00${1 + (index % 3)}.00`,
          description: "Medicamentos de uso humano",
          parent_id: 13,
        }
      : null,
    gpc: { code: "10005844", description: medicine ? "Medicamentos" : "Cuidados pessoais" },
    price: index % 2 === 0 ? "R$ 29,90" : null,
    avg_price: index % 2 === 0 ? 29.9 : null,
    net_weight: 50,
    gross_weight: 60,
  };
}

/** Every seventh of the demo's products is unknown here, as in any catalogue. */
export function listKnownProducts(): Map<string, KnownProduct> {
  const known = new Map<string, KnownProduct>();
  listDemoProducts().forEach(({ ean, description, ncm }, index) => {
    if (index % 7 !== 6) known.set(ean, describe(ean, description, ncm, index));
  });
  // The product of the connectors' own fixed day.
  known.set(
    "7890006000011",
    describe("7890006000011", "Ácido fólico 5 mg 30 comprimidos", "30049099", 0),
  );
  return known;
}
