import { expect, type Locator, type Page } from "@playwright/test";

/** An opened integration, as far as running it and following its tasks goes. */
export class RunPage {
  readonly page: Page;
  readonly dialog: Locator;
  readonly first: Locator;
  readonly last: Locator;
  readonly tasks: Locator;

  constructor(page: Page) {
    this.page = page;
    this.dialog = page.getByRole("dialog", { name: "Executar integração" });
    this.first = this.dialog.getByLabel("Data inicial mov.");
    this.last = this.dialog.getByLabel("Data final mov.");
    this.tasks = page.getByRole("table", { name: "Tarefas" });
  }

  async openTasks(id: number): Promise<void> {
    await this.page.goto(`/integracoes/${id}/tarefas`);
    await expect(this.tasks).toBeVisible();
  }

  /** Opens the window once the page answers to clicks. */
  async openDialog(): Promise<void> {
    await expect(async () => {
      await this.page.getByRole("button", { name: "Executar integração" }).click();
      await expect(this.dialog).toBeVisible({ timeout: 1_000 });
    }).toPass();
  }

  async fillPeriod(first: string, last: string): Promise<void> {
    await this.first.fill(first);
    await this.last.fill(last);
  }

  async process(): Promise<void> {
    await this.dialog.getByRole("button", { name: /^Processar/ }).click();
  }

  row(task: number | string): Locator {
    return this.tasks
      .getByRole("row")
      .filter({ has: this.page.getByRole("rowheader", { name: String(task), exact: true }) });
  }

  async chooseAction(task: number | string, action: string): Promise<void> {
    await this.page.getByRole("button", { name: `Ações de tarefa ${task}`, exact: true }).click();
    await this.page.getByRole("menuitem", { name: action }).click();
  }
}

/** dd/mm/aaaa of the day so many days ago in the demo's time zone. */
export function daysAgo(days: number): string {
  const today = new Intl.DateTimeFormat("en-CA", { timeZone: "America/Sao_Paulo" }).format(
    new Date(),
  );
  const day = new Date(Date.parse(`${today}T00:00:00Z`) - days * 86_400_000)
    .toISOString()
    .slice(0, 10);
  return `${day.slice(8, 10)}/${day.slice(5, 7)}/${day.slice(0, 4)}`;
}
