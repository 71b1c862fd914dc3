import type { Locator, Page } from "@playwright/test";

interface FileToSend {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

/** The area "Movimentos" as a person uses it. */
export class MovementsPage {
  private readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async open(): Promise<void> {
    await this.page.goto("/movimentos");
    await this.page.getByRole("button", { name: "Importar arquivos" }).waitFor();
  }

  async upload(files: FileToSend[]): Promise<void> {
    const [chooser] = await Promise.all([
      this.page.waitForEvent("filechooser"),
      this.page.getByRole("button", { name: "Importar arquivos" }).click(),
    ]);
    await chooser.setFiles(files);
  }

  async check(files: FileToSend[]): Promise<void> {
    const [chooser] = await Promise.all([
      this.page.waitForEvent("filechooser"),
      this.page.getByRole("button", { name: "Conferir antes" }).click(),
    ]);
    await chooser.setFiles(files);
  }

  async drop(name: string, content: string): Promise<void> {
    const transfer = await this.page.evaluateHandle(
      ([fileName, text]) => {
        const data = new DataTransfer();
        data.items.add(new File([text ?? ""], fileName ?? "", { type: "text/xml" }));
        return data;
      },
      [name, content],
    );
    const area = this.page.getByRole("heading", { level: 1, name: "Movimentos" });
    await area.dispatchEvent("dragover", { dataTransfer: transfer });
    await area.dispatchEvent("drop", { dataTransfer: transfer });
  }

  row(name: string): Locator {
    return this.page
      .getByRole("table", { name: "Importações" })
      .getByRole("row")
      .filter({ hasText: name });
  }

  async openImport(name: string): Promise<void> {
    await this.row(name).getByRole("link", { name }).click();
  }
}
