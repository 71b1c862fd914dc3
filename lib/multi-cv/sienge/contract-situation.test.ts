import { expect, test } from "vitest";
import { isSiengeEvent } from "./event-names.ts";
import { readContractSituation } from "./contract-situation.ts";

test.each([
  ["Solicitado", "requested"],
  ["SOLICITADO", "requested"],
  [0, "requested"],
  ["0", "requested"],
  ["Autorizado", "authorized"],
  [1, "authorized"],
  ["emitido", "issued"],
  ["2", "issued"],
  [2, "issued"],
  ["Cancelado", "cancelled"],
  ["3", "cancelled"],
  ["Distratado", "cancelled"],
  ["Reemitindo", "unknown"],
  [7, "unknown"],
  [null, "unknown"],
  ["", "unknown"],
  [undefined, "unknown"],
])("%s is %s", (value, situation) => {
  expect(readContractSituation(value)).toBe(situation);
});

test("a misspelt event is none", () => {
  expect([
    isSiengeEvent("SALES_CONTRACT_CANCELED"),
    isSiengeEvent("SALES_CONTRACT_CANCELLED"),
    isSiengeEvent("CONTRACT_SIGNED"),
  ]).toEqual([true, false, false]);
});
