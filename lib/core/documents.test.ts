import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  accessKeyCheckDigit,
  cleanDocument,
  completeCnpj,
  completeCpf,
  formatCnpj,
  gtinCheckDigit,
  isAccessKey,
  isCnpj,
  isCpf,
  isGtin,
  maskCpf,
} from "./documents.ts";

const digits = (length: number) =>
  fc
    .array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length })
    .map((list) => list.join(""));
const letters = fc
  .array(fc.constantFrom(..."0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"), {
    minLength: 12,
    maxLength: 12,
  })
  .map((list) => list.join(""));
const cpf = digits(9)
  .filter((base) => !/^(.)\1+$/.test(base))
  .map(completeCpf);
const cnpj = fc
  .oneof(digits(12), letters)
  .filter((base) => !/^(.)\1+$/.test(base))
  .map(completeCnpj);
const accessKey = digits(43).map((base) => `${base}${accessKeyCheckDigit(base)}`);
const gtin = fc.oneof(
  ...[7, 11, 12, 13].map((length) =>
    digits(length)
      .filter((base) => !/^0+$/.test(base))
      .map((base) => `${base}${gtinCheckDigit(base)}`),
  ),
);

/** Every text that differs from `text` in one digit. */
function corruptions(text: string): string[] {
  return [...text].flatMap((old, index) =>
    /\d/.test(old)
      ? [..."0123456789"]
          .filter((digit) => digit !== old)
          .map((digit) => text.slice(0, index) + digit + text.slice(index + 1))
      : [],
  );
}

describe("CPF", () => {
  it.each(["529.982.247-25", "52998224725", "111.444.777-35"])(
    "%s is right",
    (text) => void expect(isCpf(text)).toBe(true),
  );
  it.each([
    "529.982.247-26",
    "5299822472",
    "529982247250",
    "000.000.000-00",
    "111.111.111-11",
    "",
    "abc.def.ghi-jk",
  ])("“%s” is wrong", (text) => void expect(isCpf(text)).toBe(false));

  it("completed is right, and with one digit wrong it is found out", () => {
    fc.assert(
      fc.property(cpf, (text) => {
        expect(isCpf(text)).toBe(true);
        // A check digit 0 stands for two remainders: only there may another base share it.
        for (const wrong of corruptions(text))
          if (!text.slice(9).includes("0")) expect(isCpf(wrong)).toBe(false);
        for (const wrong of corruptions(text).filter((one) => one.startsWith(text.slice(0, 9))))
          expect(isCpf(wrong)).toBe(false);
      }),
    );
  });

  it("is shown without the digits that name its owner", () => {
    expect(maskCpf("52998224725")).toBe("***.982.247-**");
    expect(maskCpf("12345")).toBe("12345");
  });
});

describe("CNPJ", () => {
  it.each(["11.222.333/0001-81", "11222333000181", "12.ABC.345/01DE-35", "12abc34501de35"])(
    "%s is right",
    (text) => void expect(isCnpj(text)).toBe(true),
  );
  it.each([
    "11.222.333/0001-82",
    "12.ABC.345/01DE-36",
    "00000000000000",
    "1122233300018",
    "112223330001811",
    "12ABC34501DE3A",
    "",
  ])("“%s” is wrong", (text) => void expect(isCnpj(text)).toBe(false));

  it("completed is right, in figures and in letters, and with one digit wrong it is found out", () => {
    fc.assert(
      fc.property(cnpj, (text) => {
        expect(isCnpj(text)).toBe(true);
        for (const wrong of corruptions(text))
          if (!text.slice(12).includes("0")) expect(isCnpj(wrong)).toBe(false);
        for (const wrong of corruptions(text).filter((one) => one.startsWith(text.slice(0, 12))))
          expect(isCnpj(wrong)).toBe(false);
      }),
    );
  });

  it("is read as people write it and written as people read it", () => {
    fc.assert(fc.property(cnpj, (text) => void expect(cleanDocument(formatCnpj(text))).toBe(text)));
    expect(formatCnpj("12ABC34501DE35")).toBe("12.ABC.345/01DE-35");
    expect(formatCnpj("123")).toBe("123");
  });
});

describe("GTIN", () => {
  it.each(["7891000315507", "96385074", "036000291452", "17891000315504"])(
    "%s is right",
    (text) => void expect(isGtin(text)).toBe(true),
  );
  it.each([
    "7891000315508",
    "789100031550",
    "SEM GTIN",
    "",
    " 7891000315507",
    "0000000000000",
    "00000000",
    "78910003155O7",
  ])("“%s” is wrong", (text) => void expect(isGtin(text)).toBe(false));

  it("with any one digit wrong is found out", () => {
    fc.assert(
      fc.property(gtin, (text) => {
        expect(isGtin(text)).toBe(true);
        for (const wrong of corruptions(text)) expect(isGtin(wrong)).toBe(false);
      }),
    );
  });
});

describe("access key", () => {
  it("takes figures, and letters in the place of the CNPJ only", () => {
    const base = "352603" + "12ABC34501DE35" + "65001000000120112345678";
    expect(isAccessKey(`${base}${accessKeyCheckDigit(base)}`)).toBe(true);
    const letter = "35260A" + base.slice(6);
    expect(isAccessKey(`${letter}${accessKeyCheckDigit(letter)}`)).toBe(false);
    for (const wrong of ["", "1".repeat(43), "1".repeat(45)])
      expect(isAccessKey(wrong)).toBe(false);
  });

  it("with one digit wrong is found out", () => {
    fc.assert(
      fc.property(accessKey, (text) => {
        expect(isAccessKey(text)).toBe(true);
        for (const wrong of corruptions(text))
          if (!text.endsWith("0")) expect(isAccessKey(wrong)).toBe(false);
        for (const wrong of corruptions(text).filter((one) => one.startsWith(text.slice(0, 43))))
          expect(isAccessKey(wrong)).toBe(false);
      }),
      { numRuns: 50 },
    );
  });
});
