import { describe, expect, it, test } from "vitest";
import { readAmount } from "../wire/amount.ts";
import { translateCommissions } from "./commission-rules.ts";

describe("commissions", () => {
  const broker = {
    to: "Corretor",
    who: "Bento",
    document: "",
    kind: "C",
    percent: 4,
    amount: readAmount("8000.00"),
  };
  const translate = (rows: Array<typeof broker>, total = "") =>
    translateCommissions({ rows, total: readAmount(total), prizes: null });
  test("become rules of a fixed value", () =>
    expect(
      translate(
        [broker, { ...broker, to: "Imobiliária", kind: "P", amount: readAmount("10,00") }],
        "8000.00",
      ),
    ).toEqual({
      totalCents: 800_000,
      rules: [
        { kind: "C", receiver: "CR", who: "Bento", document: "", amountCents: 800_000, order: 1 },
        { kind: "P", receiver: "IR", who: "Bento", document: "", amountCents: 1_000, order: 2 },
      ],
    }));
  it.each<[string, ReturnType<typeof translate>, string]>([
    ["an unknown receiver", translate([{ ...broker, to: "Padrinho" }]), "Padrinho"],
    ["an unknown type", translate([{ ...broker, kind: "Z" }]), "tipo"],
    ["a doubtful value", translate([{ ...broker, amount: readAmount("8.000") }]), "valor ambíguo"],
    ["another total", translate([broker], "8000.01"), "mostra R$\u00a08.000,01"],
  ])("%s is refused", (_name, translated, words) =>
    expect(translated).toMatchObject({ sentence: expect.stringContaining(words) }),
  );
});
