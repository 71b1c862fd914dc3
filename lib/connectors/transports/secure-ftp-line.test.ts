import { createServer, type AddressInfo, type Server, type Socket } from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { PartnerError } from "@/lib/core/errors.ts";
import { createFtp } from "./ftp.ts";
import { testOptions } from "./test-options.ts";

const FEATURES = "211-Features\r\n UTF8\r\n AUTH TLS\r\n211 End\r\n";

let server: Server;
let said: string[];
/** What is answered, by command; a function does it by itself. */
let answers: Record<string, string | ((line: Socket) => void)>;
const lines = new Set<Socket>();

beforeEach(async () => {
  [said, answers] = [[], {}];
  server = createServer((line) => {
    lines.add(line);
    line.on("error", () => undefined).write("220 Ready\r\n");
    line.on("data", (chunk: Buffer) => {
      for (const command of chunk.toString("latin1").split("\r\n").filter(Boolean)) {
        const [word = ""] = command.split(" ");
        said.push(word);
        const answer = answers[word] ?? { USER: "331 Go on\r\n", PASS: "230 In\r\n" }[word];
        if (typeof answer === "function") answer(line);
        else line.write(answer ?? "200 Done\r\n");
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterEach(() => {
  for (const line of lines) line.destroy();
  server.close();
});

async function fail(
  secure: boolean,
  signal?: AbortSignal,
  timeoutSeconds = 1,
): Promise<PartnerError> {
  const { port } = server.address() as AddressInfo;
  const address = { host: "127.0.0.1", port, user: "rede", password: "segredo", secure };
  const options = testOptions(signal ? { signal } : {});
  return createFtp(options, timeoutSeconds)(address, (session) => session.size("/vendas.csv")).then(
    () => {
      throw new Error("did not fail");
    },
    (error: unknown) => error as PartnerError,
  );
}

describe("a line that must be secure", () => {
  test.each(["500", "502", "504", "530", "534"])(
    "is given up where the server refuses TLS with %s, and nothing is said of who we are",
    async (code) => {
      answers.AUTH = `${code} No\r\n`;
      expect(await fail(true)).toMatchObject({
        kind: "settings",
        detail: expect.stringMatching(/não aceita conexão segura .*nem a senha/),
      });
      expect(said).toEqual(["AUTH"]);
    },
  );

  test.each<[what: string, then: (line: Socket) => void, kind: RegExp]>([
    ["goes on in plain text", (line) => line.write("230 In\r\n".repeat(200)), /^settings$/],
    ["hangs up", (line) => line.destroy(), /^unavailable$/],
    ["says nothing more", () => undefined, /^unavailable$/],
  ])("is given up where the server agrees and then %s", async (_what, then, kind) => {
    answers.AUTH = (line) => {
      line.removeAllListeners("data").write("234 Go on\r\n");
      line.once("data", () => then(line));
    };
    expect((await fail(true)).kind).toMatch(kind);
    expect(said).not.toContain("USER");
    expect(said).not.toContain("PASS");
  });

  test("is not waited for after an abort", async () => {
    const controller = new AbortController();
    answers.AUTH = (line) => {
      line.removeAllListeners("data").write("234 Go on\r\n");
      line.once("data", () => controller.abort(new Error("cancelada")));
    };
    expect(await fail(true, controller.signal, 60)).toMatchObject({ message: "cancelada" });
  });
});

describe("a plain sign-in that is refused", () => {
  test.each(["530", "550", "534"])("with %s names TLS where the server has it", async (code) => {
    Object.assign(answers, { PASS: `${code} Denied\r\n`, FEAT: FEATURES });
    expect(await fail(false)).toMatchObject({
      kind: "auth",
      detail: expect.stringMatching(/Conexão segura/),
    });
  });

  test("does not where it has none, or hangs up", async () => {
    answers.PASS = "530 Denied\r\n";
    answers.FEAT = "502 None\r\n";
    expect((await fail(false)).detail).toMatch(/recusou usuário ou senha/);
    answers.FEAT = (line) => line.destroy();
    expect((await fail(false)).detail).toMatch(/recusou usuário ou senha/);
  });

  test("is an outage where the server only asks for patience", async () => {
    Object.assign(answers, { USER: "421 Busy\r\n", FEAT: FEATURES });
    expect((await fail(false)).kind).toBe("unavailable");
  });
});
