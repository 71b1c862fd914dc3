import { readFileSync } from "node:fs";
import path from "node:path";
import { gtinCheckDigit } from "@/lib/core/documents.ts";

/** A product of the demo, before it is written. */
export interface DemoProduct {
  code: string;
  description: string;
  ean: string;
  categoryCode: string;
  supplierCode: string;
  ncm: string;
  msRegistration: string;
  brand: string;
  pmcCents: number | null;
  factoryPriceCents: number | null;
  manufacturer: string;
  molecule: string;
  /** SNGPC's class: 1 antimicrobial, 2 special control. */
  therapeuticClass: "" | "1" | "2";
  abcClass: string;
  popularPharmacy: boolean;
  pbm: boolean;
  ownBrand: boolean;
  priceCents: number;
  costCents: number;
}

/** Things a pharmacy sells that are no medicine; names and prices are ours. */
const SUNDRIES: ReadonlyArray<
  [description: string, category: string, priceCents: number, ncm: string]
> = [
  ["Protetor solar facial FPS 60 50 g", "31", 6990, "33049990"],
  ["Shampoo hidratante 325 ml", "32", 2290, "33051000"],
  ["Condicionador hidratante 325 ml", "32", 2490, "33059000"],
  ["Creme dental menta 90 g", "32", 599, "33061000"],
  ["Escova dental macia", "32", 1290, "96032100"],
  ["Fralda descartável G 30 unidades", "33", 4590, "96190000"],
  ["Lenço umedecido 48 unidades", "33", 1190, "34012010"],
  ["Termômetro digital", "34", 2490, "90251190"],
  ["Curativo adesivo 40 unidades", "34", 1390, "30051090"],
  ["Álcool em gel 70% 440 g", "34", 1490, "38089429"],
  ["Vitamina D3 2000 UI 30 cápsulas", "35", 3990, "21069030"],
  ["Suplemento proteico baunilha 450 g", "35", 8990, "21069030"],
  ["Água micelar 200 ml", "31", 3490, "33049910"],
  ["Desodorante aerosol 150 ml", "32", 1690, "33072010"],
  ["Sabonete infantil 80 g", "33", 490, "34011190"],
  ["Aparelho de pressão digital de braço", "34", 15990, "90189099"],
];

export const DEMO_CATEGORIES = [
  { code: "1", parentCode: "", name: "Medicamentos" },
  { code: "11", parentCode: "1", name: "Medicamentos isentos de prescrição" },
  { code: "12", parentCode: "1", name: "Medicamentos com prescrição" },
  { code: "13", parentCode: "1", name: "Medicamentos controlados" },
  { code: "3", parentCode: "", name: "Não medicamentos" },
  { code: "31", parentCode: "3", name: "Dermocosméticos" },
  { code: "32", parentCode: "3", name: "Higiene e beleza" },
  { code: "33", parentCode: "3", name: "Infantil" },
  { code: "34", parentCode: "3", name: "Primeiros socorros e aparelhos" },
  { code: "35", parentCode: "3", name: "Vitaminas e suplementos" },
];

const CATEGORY_BY_STRIPE: Record<string, string> = { livre: "11", vermelha: "12", preta: "13" };

/** A GTIN-13 with Brazil's prefix and the right check digit. */
function makeGtin(number: number): string {
  const base = `789${String(number).padStart(9, "0")}`;
  return `${base}${gtinCheckDigit(base)}`;
}

/** Active ingredients under control: antimicrobials (RDC 471/2021) and lists B1 and C1 of Portaria 344/98. */
const ANTIMICROBIAL = /^(Amoxicilina|Axetilcefuroxima|Azitromicina|Benzoilmetronidazol)/;
const SPECIAL_CONTROL = /^(Alprazolam|Agomelatina|Amissulprida|Aripiprazol|Ácido valproico)/;
const MANUFACTURERS = ["Laboratório Serra Azul", "Farmoquímica do Vale", "Indústria Nova Era"];

function classOf(substance: string): DemoProduct["therapeuticClass"] {
  if (ANTIMICROBIAL.test(substance)) return "1";
  return SPECIAL_CONTROL.test(substance) ? "2" : "";
}

/** Presentations and ceiling prices of the public CMED list with codes of our own, and the sundries. */
export function listDemoProducts(): DemoProduct[] {
  const [, ...rows] = readFileSync(path.join(process.cwd(), "db/seed/medicines.tsv"), "utf8")
    .trim()
    .split("\n");
  const medicines = rows.map((row, index): DemoProduct => {
    const [substance = "", presentation = "", ceiling = "0", stripe = "livre"] = row.split("\t");
    const pmcCents = Math.round(Number(ceiling) * 1.33);
    const priceCents = Math.round(pmcCents * (0.55 + ((index * 37) % 40) / 100));
    return {
      code: String(1001 + index),
      description: `${substance} ${presentation}`.slice(0, 120),
      ean: makeGtin(600_000 + index * 13),
      categoryCode: CATEGORY_BY_STRIPE[stripe] ?? "11",
      supplierCode: String(1 + (index % 3)),
      ncm: "30049099",
      msRegistration: `1${String(10_000_000 + index * 977).padStart(8, "0")}${String(index % 900).padStart(4, "0")}`,
      brand: "Genérico",
      pmcCents,
      factoryPriceCents: Number(ceiling),
      manufacturer: MANUFACTURERS[index % 3] ?? "",
      molecule: substance,
      therapeuticClass: classOf(substance),
      abcClass: index < 40 ? "A" : index < 120 ? "B" : "C",
      popularPharmacy: index % 11 === 0,
      pbm: index % 7 === 0,
      ownBrand: false,
      priceCents,
      costCents: Math.round(priceCents * 0.62),
    };
  });
  const sundries = SUNDRIES.map(
    ([description, categoryCode, priceCents, ncm], index): DemoProduct => ({
      code: String(5001 + index),
      description,
      ean: makeGtin(910_000 + index * 17),
      categoryCode,
      supplierCode: "4",
      ncm,
      msRegistration: "",
      brand: "Horizonte",
      pmcCents: null,
      factoryPriceCents: null,
      manufacturer: "Cosméticos Horizonte",
      molecule: "",
      therapeuticClass: "",
      abcClass: "C",
      popularPharmacy: false,
      pbm: false,
      ownBrand: true,
      priceCents,
      costCents: Math.round(priceCents * 0.58),
    }),
  );
  return [...medicines, ...sundries];
}
