import { expect, type Page } from "@playwright/test";
import { findViolations } from "./find-violations.ts";

/** axe finds nothing on the page as it stands. */
export async function expectAccessible(page: Page): Promise<void> {
  expect(await findViolations(page)).toEqual([]);
}
