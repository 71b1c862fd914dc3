import { expect, type Locator, type Page } from "@playwright/test";

/** The form of an integration, on both of its tabs. */
export class IntegrationForm {
  readonly page: Page;
  readonly description: Locator;
  readonly type: Locator;
  readonly state: Locator;
  readonly interval: Locator;
  readonly branches: Locator;

  constructor(page: Page) {
    this.page = page;
    this.description = page.getByRole("textbox", { name: "Descrição" });
    this.type = page.getByRole("combobox", { name: /^Tipo de integração/ });
    this.state = page.getByRole("combobox", { name: "Situação" });
    this.interval = page.getByRole("textbox", { name: "Intervalo tarefa (minutos)" });
    this.branches = page.getByRole("table", { name: "Filiais" });
  }

  /** Opens a new form and waits until the page answers to typing. */
  async openNew(): Promise<void> {
    await this.page.goto("/integracoes/nova");
    await expect(this.page.getByRole("heading", { name: "Cadastrar integração" })).toBeVisible();
    await this.fillWhenAlive(this.description, "x");
    await this.description.fill("");
  }

  /** Text typed before the page's script runs is lost; the foot of the form says when it was taken in. */
  async fillWhenAlive(field: Locator, text: string): Promise<void> {
    await expect(async () => {
      await field.fill("");
      await field.fill(text);
      await expect(this.page.getByText("Há alterações não salvas.")).toBeVisible({
        timeout: 1_000,
      });
    }).toPass();
  }

  async chooseClient(name: string): Promise<void> {
    await this.page
      .getByRole("combobox", { name: "Cliente", exact: true })
      .selectOption({ label: name });
    await expect(this.branches.getByRole("row").nth(1)).toBeVisible();
  }

  async chooseType(name: string): Promise<void> {
    await this.type.click();
    await this.page.getByRole("option", { name: new RegExp(`^${name}`) }).click();
    await expect(this.type).toContainText(name);
  }

  async openTab(name: string): Promise<void> {
    await this.page
      .getByRole("navigation", { name: "Seções da integração" })
      .getByRole("link", { name })
      .click();
    await expect(
      this.page
        .getByRole("navigation", { name: "Seções da integração" })
        .getByRole("link", { name }),
    ).toHaveAttribute("aria-current", "page");
  }

  /** The value cell of a key, closed. */
  cell(key: string): Locator {
    return this.page
      .getByRole("row", { name: new RegExp(key) })
      .getByRole("button")
      .first();
  }

  async setValue(key: string, value: string): Promise<void> {
    await this.cell(key).click();
    const input = this.page.getByRole("row", { name: new RegExp(key) }).locator("input");
    await input.fill(value);
    await input.press("Enter");
  }

  /** Registers an inactive one with everything that is asked first; returns its id. */
  async register(description: string, client: string): Promise<number> {
    await this.openNew();
    await this.chooseClient(client);
    await this.description.fill(description);
    await this.chooseType("Smarket");
    await this.state.selectOption("inativa");
    await this.page.getByRole("button", { name: "Cadastrar", exact: true }).click();
    await expect(this.page).toHaveURL(/cadastrada=\d+/);
    return Number(new URL(this.page.url()).searchParams.get("cadastrada"));
  }
}
