import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { accessKeyCheckDigit, completeCnpj, completeCpf, gtinCheckDigit } from "./documents.ts";
import { flattenLine, redactText, redactValue } from "./redact.ts";

const digits = (length: number) =>
  fc
    .array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length })
    .map((list) => list.join(""));
/** Marked at the front, so that what is left of it cannot be there by chance. */
const canary = fc
  .string({ unit: "grapheme", minLength: 6, maxLength: 24 })
  .map((text) => `Kq7${text.replace(/[\s•]/gu, "x")}`);
const around = fc.constantFrom("", "x", "ab ", "senha=", '{"a":"', "usuário ", "/");

describe("a secret in use", () => {
  const forms: ReadonlyArray<[name: string, write: (secret: string) => string]> = [
    ["as it stands", (secret) => secret],
    ["in a URL", encodeURIComponent],
    [
      "in a URL with small letters",
      (secret) => encodeURIComponent(secret).replace(/%../g, (code) => code.toLowerCase()),
    ],
    ["in a form", (secret) => new URLSearchParams({ v: secret }).toString().slice(2)],
    ["in base64", (secret) => Buffer.from(secret).toString("base64")],
    [
      "in base64 without padding",
      (secret) => Buffer.from(secret).toString("base64").replace(/=+$/, ""),
    ],
    ["in base64 for URLs", (secret) => Buffer.from(secret).toString("base64url")],
    ["in JSON", (secret) => JSON.stringify(secret).slice(1, -1)],
    [
      "in JSON with slashes escaped",
      (secret) => JSON.stringify(secret).slice(1, -1).replaceAll("/", "\\/"),
    ],
  ];
  it.each(forms)("%s never survives", (_name, write) => {
    fc.assert(
      fc.property(canary, around, around, (secret, before, after) => {
        expect(redactText(before + write(secret) + after, [secret])).not.toContain(write(secret));
      }),
    );
  });

  it("in the middle of a base64 text leaves nothing to decode it from", () => {
    fc.assert(
      fc.property(
        canary,
        fc.string({ unit: "binary-ascii", maxLength: 9 }),
        fc.string({ unit: "binary-ascii", maxLength: 9 }),
        (secret, before, after) => {
          const bytes = Buffer.from(before + secret + after);
          const left = redactText(`x ${bytes.toString("base64")}`, [secret]);
          expect(left).toContain("•••");
          for (let start = 0; start < 4; start++)
            expect(
              Buffer.from(left.replace(/[^\w+/]/g, " ").slice(start), "base64").toString(),
            ).not.toContain(secret.slice(0, 5));
        },
      ),
    );
  });

  it("goes whole when another one is its beginning", () => {
    expect(redactText("a senha é abcd1234-fim", ["abcd", "abcd1234-fim"])).toBe("a senha é •••");
  });

  it("goes everywhere in a value, names included, however often it comes", () => {
    const left = JSON.stringify(
      redactValue(
        {
          [`x-segredo-9-y`]: "ok",
          list: ["segredo-9", { deep: "1 segredo-9 2 segredo-9" }],
          number: 3,
          nothing: null,
          yes: true,
        },
        ["segredo-9"],
      ),
    );
    expect(left).not.toContain("segredo-9");
    expect(left).toContain('"number":3,"nothing":null,"yes":true');
  });

  it("of fewer than four characters tears no words apart", () => {
    expect(redactText("tarefa concluída", ["a"])).toBe("tarefa concluída");
    expect(redactText("nada", [""])).toBe("nada");
  });
});

describe("personal data", () => {
  it.each([
    ["CPF 529.982.247-25 na nota", "CPF ***.982.247-** na nota"],
    ["52998224725", "***.982.247-**"],
    ["doc=52998224725;", "doc=***.982.247-**;"],
    ["12345678901 tem dígito errado", "***.456.789-** tem dígito errado"],
    ["cpf_52998224725", "cpf_***.982.247-**"],
    ["CPF529.982.247-25", "CPF***.982.247-**"],
    ["1,52998224725,3", "1,***.982.247-**,3"],
    ["fale com fulana.souza+x@loja.test hoje", "fale com •••@••• hoje"],
    ["joão@drogaria.example", "•••@•••"],
    ["Authorization: Bearer abc.def-ghi", "Authorization: Bearer •••"],
    ["authorization: basic dXN1YXJpbzpzZW5oYQ==", "authorization: basic •••"],
    ["ftp://loja:s3nh@/1@servidor.test/x", "ftp://•••@/•••@•••/x"],
    ["sftp://loja:s3nha@servidor.test:22/x", "sftp://•••@servidor.test:22/x"],
    ["redis://:s3nha@cache.test", "redis://•••@cache.test"],
    ["https://ghx_1234@git.test/a", "https://•••@git.test/a"],
    ['{"access_token":"abc-123","n":1}', '{"access_token":"•••","n":1}'],
    ["/lotes?api_key=abc123&pagina=2", "/lotes?api_key=•••&pagina=2"],
  ])("%s", (text, expected) => expect(redactText(text)).toBe(expected));

  it.each([
    "https://parceiro.test/lotes?de=1#fim",
    '"url":"https://parceiro.test","n":"1"',
    "cupom 123456, caixa 2, 10/03/2026 12:30:00",
    "R$ 12.345.678,90",
    "sha256 3b2c7a5d1f00000000000e11",
    "lote 1234567890",
    "confira usuário e senha em Configurações",
  ])("leaves “%s” as it is", (text) => expect(redactText(text)).toBe(text));

  it("is not seen inside longer numbers: EAN, CNPJ and access key stay readable", () => {
    const key = digits(43).map((base) => `${base}${accessKeyCheckDigit(base)}`);
    const ean = digits(12).map((base) => `${base}${gtinCheckDigit(base)}`);
    fc.assert(
      fc.property(
        fc.oneof(key, ean, digits(12).map(completeCnpj), digits(14)),
        fc.constantFrom("", " ", ":", "NFe", "_", "-"),
        (number, before) => {
          expect(redactText(`${before}${number} fim`)).toBe(`${before}${number} fim`);
        },
      ),
    );
  });

  it("of any customer goes, with and without points", () => {
    fc.assert(
      fc.property(
        digits(9)
          .filter((base) => !/^(.)\1+$/.test(base))
          .map(completeCpf),
        around,
        (cpf, before) => {
          const dotted = cpf.replace(/(...)(...)(...)(..)/, "$1.$2.$3-$4");
          for (const text of [cpf, dotted])
            expect(redactText(`${before}${text} fim`)).not.toContain(text);
          if (!cpf.startsWith("00"))
            expect(redactValue({ a: Number(cpf) })).not.toEqual({ a: Number(cpf) });
        },
      ),
    );
  });

  it("goes by the name of its field, but the key of a fiscal document stays", () => {
    const base = "3526031122233300018165001000000120112345678";
    const chave = `${base}${accessKeyCheckDigit(base)}`;
    expect(
      redactValue({
        senha: "x",
        apiKey: 1,
        documentoCliente: "9",
        chave,
        chave_secreta: "abc",
        Authorization: ["a"],
        token: null,
        caixa: 2,
      }),
    ).toEqual({
      senha: "•••",
      apiKey: "•••",
      documentoCliente: "•••",
      chave,
      chave_secreta: "•••",
      Authorization: "•••",
      token: null,
      caixa: 2,
    });
  });

  it("does not make ordinary numbers or dates unreadable", () => {
    const at = new Date(0);
    expect(redactValue({ bytes: 12_345, ms: 0.25, id: 12_345_678_901, at })).toEqual({
      bytes: 12_345,
      ms: 0.25,
      id: 12_345_678_901,
      at,
    });
  });

  it("is looked for in time that grows with the text, whatever a partner sends", () => {
    for (const unit of [
      "a",
      "1",
      ".",
      "a.",
      "http://",
      "a://",
      "@",
      "a@",
      "%",
      "token=",
      "Basic ",
      "•",
    ]) {
      const started = performance.now();
      redactText(unit.repeat(Math.ceil(30_000 / unit.length)), ["segredo-9"]);
      expect([unit, performance.now() - started < 2_000]).toEqual([unit, true]);
    }
  });
});

describe("a log line", () => {
  it.each([
    ["uma\nduas\r\ntrês", "uma ⏎ duas ⏎ três"],
    ["\u001b[31mvermelho\u001b[0m", "�[31mvermelho�[0m"],
    ["a\rb", "a�b"],
    ["a\u2028b\u2029c\u0085d", "a�b�c�d"],
    ["\u009b2J", "�2J"],
    ["conta\u202etxt.exe", "conta�txt.exe"],
    ["coluna\tcoluna", "coluna\tcoluna"],
    ["ação 😀", "ação 😀"],
  ])("%j is shown as %j", (text, expected) => expect(flattenLine(text)).toBe(expected));

  it("is one line whatever is in it", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "binary" }),
        (text) =>
          void expect(flattenLine(text)).not.toMatch(
            /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u2028\u2029]/,
          ),
      ),
    );
  });
});
