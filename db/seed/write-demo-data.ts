import type { Database } from "../client.ts";
import { insertPartialRows } from "../queries/insert-rows.ts";
import {
  productCategories,
  productPrices,
  products,
  productStock,
  suppliers,
} from "../schema/catalogue.ts";
import {
  categoryGoals,
  customers,
  priceZoneBranches,
  priceZones,
} from "../schema/partner-movements.ts";
import { branches, organizations } from "../schema/people.ts";
import { completeCnpj } from "@/lib/core/documents.ts";
import { DEMO_CATEGORIES, listDemoProducts } from "./demo-catalogue.ts";
import { listDemoGoals } from "./demo-goals.ts";
import { branchCnpj, DEMO_ORGANIZATIONS } from "./demo-organizations.ts";
import { listDemoCustomers } from "./demo-people.ts";
import { randomStream } from "./random-stream.ts";

const AREA_CODE: Record<string, string> = { SP: "19", AM: "92", PE: "81" };

/** Organizations with their branches, catalogue, prices and stock. */
export async function writeDemoOrganizations(db: Database): Promise<void> {
  for (const demo of DEMO_ORGANIZATIONS) {
    const [organization] = await db
      .insert(organizations)
      .values({ name: demo.name, timeZone: demo.timeZone })
      .returning({ id: organizations.id });
    if (!organization) throw new Error(`could not make ${demo.name}`);
    const made = await db
      .insert(branches)
      .values(
        demo.branches.map(([name, city, state, street], index) => ({
          organizationId: organization.id,
          code: String(index + 1),
          name,
          cnpj: branchCnpj(demo.cnpjRoot, index + 1),
          street,
          streetNumber: String(100 + index * 37),
          district: "Centro",
          city,
          state,
          postalCode: String(13_000_000 + index * 1_150),
        })),
      )
      .returning({ id: branches.id });
    const branchIds = made.map((branch) => branch.id);
    await writeCatalogue(db, organization.id, branchIds);
    const [, city, state] = demo.branches[0] ?? ["", "Campinas", "SP"];
    await insertPartialRows(
      db,
      customers,
      listDemoCustomers(
        DEMO_ORGANIZATIONS.indexOf(demo),
        city,
        state,
        AREA_CODE[state] ?? "11",
      ).map((customer) => ({ organizationId: organization.id, ...customer })),
    );
    await writeZones(db, organization.id, branchIds);
  }
}

/** The first half of the branches is the centre, the rest the districts: prices differ by zone, not by shop. */
async function writeZones(
  db: Database,
  organizationId: number,
  branchIds: readonly number[],
): Promise<void> {
  await db.insert(priceZones).values([
    { organizationId, code: "1", name: "Centro" },
    { organizationId, code: "2", name: "Bairros" },
  ]);
  await db.insert(priceZoneBranches).values(
    branchIds.map((branchId, index) => ({
      organizationId,
      branchId,
      zoneCode: index < branchIds.length / 2 ? "1" : "2",
    })),
  );
}

async function writeCatalogue(
  db: Database,
  organizationId: number,
  branchIds: number[],
): Promise<void> {
  const catalogue = listDemoProducts();
  await db
    .insert(productCategories)
    .values(DEMO_CATEGORIES.map((category) => ({ organizationId, ...category })));
  await db.insert(categoryGoals).values(listDemoGoals(organizationId));
  await db.insert(suppliers).values(
    [
      "Distribuidora Planalto",
      "Laboratório Serra Azul",
      "Atacado Farma Sul",
      "Cosméticos Horizonte",
    ].map((name, index) => ({
      organizationId,
      code: String(index + 1),
      name,
      legalName: `${name} Ltda`,
      cnpj: completeCnpj(`7130${index}8840001`),
      city: "Campinas",
      state: "SP",
      street: "Rodovia das Flores",
      streetNumber: String(10 + index),
      postalCode: "13100000",
    })),
  );
  await db.insert(products).values(
    catalogue.map(({ ean, priceCents: _price, costCents: _cost, ...product }) => ({
      organizationId,
      ...product,
      eans: [ean],
    })),
  );
  for (const branchId of branchIds) {
    const random = randomStream(branchId * 31);
    await db.insert(productPrices).values(
      catalogue.map(({ code, priceCents, costCents }) => ({
        organizationId,
        branchId,
        productCode: code,
        priceCents,
        costCents,
        promotionCents: random() < 0.12 ? Math.round(priceCents * 0.9) : null,
      })),
    );
    await db.insert(productStock).values(
      catalogue.map(({ code }) => ({
        organizationId,
        branchId,
        productCode: code,
        quantity: Math.floor(random() * 40),
        dailyAverage: Math.round(random() * 30) / 10,
      })),
    );
  }
}
