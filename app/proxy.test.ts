import { NextRequest } from "next/server";
import { describe, expect, test } from "vitest";
import { proxy } from "@/proxy.ts";

const ask = (path: string, init: ConstructorParameters<typeof NextRequest>[1] = {}) =>
  proxy(new NextRequest(`http://hub.test${path}`, init));

describe("the way to the sign-in page", () => {
  test.each(["mal.example", "mal.example:80@hub.test", "127.0.0.1", ""])(
    "names no host that the caller said: %j",
    async (host) => {
      const response = await ask("/integracoes?busca=a", { headers: { host } });
      expect(response.status).toBe(307);
      expect(response.headers.get("location")).toBe(
        "http://hub.test/entrar?depois=%2Fintegracoes%3Fbusca%3Da",
      );
    },
  );
});

describe("an action's call", () => {
  const call = (body: string) =>
    ask("/usuarios", { method: "POST", headers: { "next-action": "x" }, body });

  test("with a list of arguments goes on", async () => {
    expect((await call("[1]")).headers.get("x-middleware-next")).toBe("1");
  });

  test("without one is the caller's fault, with the headers of every answer", async () => {
    for (const body of ["", "{}", "null", '["$1"]']) {
      const response = await call(body);
      expect(response.status).toBe(400);
      expect(response.headers.get("content-security-policy")).toBeTruthy();
    }
  });
});
