import { expect, type Locator, type Page } from "@playwright/test";

/** The areas of Multi CV, opened on one integration. */
export class MultiCvPage {
  readonly page: Page;
  readonly integrationId: number;

  constructor(page: Page, integrationId: number) {
    this.page = page;
    this.integrationId = integrationId;
  }

  async open(area: string, heading: string): Promise<void> {
    const path = area ? `/reservas/${area}` : "/reservas";
    await this.page.goto(
      `${path}${path.includes("?") ? "&" : "?"}integracao=${this.integrationId}`,
    );
    await expect(this.page.getByRole("heading", { level: 1, name: heading })).toBeVisible();
  }

  /** Clicks until the page answers: before its script runs a click is lost. */
  async clickUntil(button: Locator, shown: Locator): Promise<void> {
    await expect(async () => {
      // What it opens may hold a button of the same name: a second click must not answer it.
      if (!(await shown.isVisible())) await button.click({ timeout: 2_000 });
      await expect(shown).toBeVisible({ timeout: 4_000 });
    }).toPass();
  }

  row(text: string): Locator {
    return this.page.getByRole("row").filter({ hasText: text });
  }

  /** One act of a row's three-dots menu. */
  async chooseAction(rowLabel: string, action: string): Promise<void> {
    const item = this.page.getByRole("menuitem", { name: action });
    await this.clickUntil(
      this.page.getByRole("button", { name: `Ações de ${rowLabel}`, exact: true }),
      item,
    );
    await item.click();
  }
}
