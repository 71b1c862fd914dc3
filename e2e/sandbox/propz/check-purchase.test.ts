import { expect, test } from "vitest";
import { checkPurchase } from "./check-purchase.ts";

const item = {
  itemId: "0",
  ean: "7890006000011",
  unitPrice: 3.333333,
  quantity: 3,
  unitSize: "Unit",
  blockUpdate: 0,
};
const ticket = {
  ticketId: "T-1",
  storeId: "1",
  posId: "1",
  employeeId: null,
  amount: 10,
  date: "2026-03-05T10:45:10-03:00",
  blockUpdate: 0,
  items: [item],
};
const purchase = (change: object = {}, more: object = {}) => ({
  sessionId: "T-1",
  customer: { customerId: "52998224725" },
  ticket: { ...ticket, ...change },
  ...more,
});

test("a right purchase has no problem", () => {
  expect(checkPurchase(purchase()).problem).toBeNull();
});

test.each<[what: string, body: unknown]>([
  ["an unknown field", purchase({ extra: 1 })],
  ["a customer that is no CPF", purchase({}, { customer: { customerId: "52998224724" } })],
  ["an empty EAN", purchase({ items: [{ ...item, ean: "" }] })],
  ["a seller of no name", purchase({ employeeId: "" })],
  ["items out of order", purchase({ items: [{ ...item, itemId: "2" }] })],
  ["no items", purchase({ items: [] })],
  ["an amount that is not the sum", purchase({ amount: 10.01 })],
  ["an amount of fractions of a cent", purchase({ amount: 10.001 })],
  ["a date without a zone", purchase({ date: "2026-03-05T10:45:10" })],
  ["a date that is none", purchase({ date: "2026-13-05T10:45:10-03:00" })],
  ["another unit", purchase({ items: [{ ...item, unitSize: "Kg" }] })],
  ["a text", "compra"],
])("%s is refused", (_what, body) => {
  expect(checkPurchase(body).problem).toEqual(expect.stringMatching(/.+/));
});
