import { expect, type Locator, type Page } from "@playwright/test";

/** The screen "Alteração de Preço/Oferta". */
export class PricesPage {
  readonly page: Page;
  readonly grid: Locator;
  readonly dialog: Locator;

  constructor(page: Page) {
    this.page = page;
    this.grid = page.getByRole("table", { name: "Preços sugeridos" });
    this.dialog = page.getByRole("dialog", { name: "Aplicar preços sugeridos" });
  }

  /** Opens a zone's suggestions of one day. */
  async open(zone: string, day: string, filter = ""): Promise<void> {
    await this.page.goto(
      `/precos?${new URLSearchParams({ zona: zone, de: day, ate: day })}${filter}`,
    );
    await expect(
      this.page.getByRole("heading", { level: 1, name: "Alteração de Preço/Oferta" }),
    ).toBeVisible();
    await expect(this.page.locator("[aria-busy=true]")).toHaveCount(0);
  }

  row(product: string): Locator {
    return this.grid.getByRole("row").filter({ hasText: product });
  }
}
