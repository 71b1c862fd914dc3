import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "@playwright/test";
import type { AxeResults, RunOnly, RunOptions } from "axe-core";

/** The part of axe that is used, as it stands in the page. */
interface Injected {
  run(context: Document, options: RunOptions): Promise<AxeResults>;
}

const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What WCAG 2.2 asks for at levels A and AA. */
export const WCAG_AA: RunOnly = {
  type: "tag",
  values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
};
/** What colours alone decide. */
export const CONTRAST: RunOnly = {
  type: "rule",
  values: ["color-contrast", "link-in-text-block"],
};

/**
 * What axe objects to on the page as it stands, one line a rule: "color-contrast at #total, .badge".
 * Runs in the page itself: the wrapper for Playwright opens a second page for each look, at several times
 * the cost. Our pages have no frames, which that would be for.
 */
export async function findViolations(page: Page, only?: RunOnly): Promise<string[]> {
  const isThere = await page.evaluate(() => "axe" in window);
  if (!isThere) await page.evaluate(source);
  return page.evaluate(async (wanted) => {
    const { axe } = window as unknown as { axe: Injected };
    const { violations } = await axe.run(document, {
      resultTypes: ["violations"],
      ...(wanted ? { runOnly: wanted } : {}),
    });
    return violations.map(
      ({ id, nodes }) => `${id} at ${nodes.map(({ target }) => target.join(" ")).join(", ")}`,
    );
  }, only);
}
