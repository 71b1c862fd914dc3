import { describe, expect, it } from "vitest";
import {
  choice,
  email,
  host,
  hour,
  integer,
  minutes,
  refuseSetting,
  secret,
  type SettingSpec,
  table,
  text,
  toggle,
  url,
} from "./settings.ts";

const options = [{ value: "a", label: "A" }];
const cases: ReadonlyArray<[setting: SettingSpec, right: string[], wrong: string[]]> = [
  [
    text("k", "Nome"),
    ["x", "Drogaria São João 😀", "x".repeat(500)],
    ["", "   ", "x".repeat(501), "a\nb", "a\u0000b", "a\u007f"],
  ],
  [text("k", "Nome", { required: false }), ["", "x"], ["x".repeat(501)]],
  [secret("k", "Senha"), ["p@ss word|;", " ", "x"], ["", "linha\nnova"]],
  [
    secret("k", "Chave", { lines: true }),
    ["-----BEGIN KEY-----\r\nMIIB\n-----END KEY-----\n", "uma\tlinha"],
    ["", "bin\u0000ário", "\u007f", "\u001b[0m"],
  ],
  [
    integer("k", "Porta", { min: 1, max: 65_535 }),
    ["1", "65535", "0022"],
    ["", "0", "65536", "-1", "1.5", "1e3", " 1", "0x10", "abc", "１"],
  ],
  [
    integer("k", "Quantidade"),
    ["0", "9007199254740991"],
    ["-1", "9007199254740993", "99999999999999999999"],
  ],
  [
    url("k", "Endereço"),
    ["https://parceiro.test", "http://127.0.0.1:4103/api?x=1"],
    [
      "",
      "parceiro.test",
      "ftp://parceiro.test",
      "https://",
      "https://u:p@parceiro.test",
      "https://u@parceiro.test",
      "https://:p@parceiro.test",
      " https://parceiro.test",
      "https://parceiro.test/a b",
      "javascript:alert(1)",
    ],
  ],
  [
    host("k", "Servidor"),
    ["ftp.parceiro.test", "127.0.0.1", "a"],
    [
      "",
      "ftp://parceiro.test",
      "parceiro.test/x",
      "-a",
      "a-",
      "a b",
      "parceiro.test:21",
      "usuario@parceiro.test",
    ],
  ],
  [
    email("k", "E-mail"),
    ["fulana@loja.test"],
    ["", "fulana", "fulana@loja", "fulana@ loja.test", "a@b@c.test"],
  ],
  [choice("k", "Formato", { options }), ["a"], ["", "b", "A"]],
  [choice("k", "Formato"), [], ["a"]],
  [toggle("k", "Aguardar"), ["sim", "nao"], ["", "não", "true", "SIM"]],
  [
    table("k", "Leiaute", {
      columns: [
        { key: "a", label: "A", kind: "text", required: true },
        { key: "b", label: "B", kind: "integer" },
      ],
    }),
    ["x", "x | 1\ny | 2"],
    ["", " | 1", "x | um", "x | 1 | z", "x\u0000"],
  ],
  [
    hour("k", "Horário", "02:00"),
    ["00:00", "23:59"],
    ["24:00", "2:00", "02h00", "02:60", "02:00 "],
  ],
  [minutes("k", "Intervalo", 60), ["5", "60", "1440"], ["", "0", "4", "1441", "7.5", "-60", "1h"]],
  [text("k", "Código", { refuse: (value) => (value === "9" ? null : "Só 9.") }), ["9"], ["8"]],
];

describe.each(cases)("$kind $label", (setting, right, wrong) => {
  it("takes what is right", () => {
    for (const value of right)
      expect([value, refuseSetting(setting, value)]).toEqual([value, null]);
  });

  it("refuses what is wrong with a sentence that names the field", () => {
    for (const value of wrong)
      expect([value, refuseSetting(setting, value)]).toEqual([
        value,
        expect.stringMatching(new RegExp(`${setting.label}|^Só 9`)),
      ]);
  });
});

it("a sentence never repeats the value, which may be a secret", () => {
  expect(refuseSetting(secret("k", "Senha", { maxLength: 3 }), "valor-secreto")).not.toContain(
    "valor-secreto",
  );
});

it("every setting is required, empty and one for the integration unless it says otherwise", () => {
  expect(text("k", "Nome")).toEqual({
    key: "k",
    label: "Nome",
    kind: "text",
    help: "",
    required: true,
    perBranch: false,
    defaultValue: "",
    maxLength: 500,
  });
});
