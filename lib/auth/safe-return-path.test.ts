import { expect, test } from "vitest";
import { safeReturnPath } from "./safe-return-path.ts";

test.each([
  ["/integracoes?pagina=2&f.type=smarket", "/integracoes?pagina=2&f.type=smarket"],
  ["/usuarios", "/usuarios"],
  ["https://mal.example/", "/"],
  ["//mal.example", "/"],
  ["/\\mal.example", "/"],
  ["\\\\mal.example", "/"],
  ["/\t/mal.example", "/"],
  ["/..//mal.example", "/"],
  ["javascript:alert(1)", "/"],
  ["/entrar?depois=/entrar", "/"],
  ["/api/auth/signout", "/"],
  ["", "/"],
  [null, "/"],
  [`/${"a".repeat(3000)}`, "/"],
])("%s leads to %s", (asked, expected) => {
  expect(safeReturnPath(asked)).toBe(expected);
});
