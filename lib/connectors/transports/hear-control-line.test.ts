import { createServer, type AddressInfo, type Server, type Socket } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { PartnerError } from "@/lib/core/errors.ts";
import { createFtp } from "./ftp.ts";
import { testOptions } from "./test-options.ts";

/** How a server ends an upload: whether bytes came first, how the data line ends, what is said of it. */
interface Ending {
  begun: boolean;
  reset: boolean;
  answer: string | null;
}

let ending: Ending;
let said: string[];
let control: Server;
let data: Server;
let dataLine: Promise<Socket>;

const portOf = (server: Server) => (server.address() as AddressInfo).port;
const listen = (server: Server) =>
  new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));

/** Ends an upload as the real servers do: the data line breaks, and the reason comes after it. */
async function breakUpload(line: Socket): Promise<void> {
  const transfer = await dataLine;
  if (ending.begun) {
    line.write("150 Go on\r\n");
    await new Promise<unknown>((resolve) => transfer.once("data", resolve));
  }
  const gone = new Promise<void>((resolve) => transfer.once("close", () => resolve()));
  if (ending.reset) transfer.resetAndDestroy();
  else transfer.destroy();
  await gone;
  // The client has seen the data line break before it hears why.
  setTimeout(() => {
    if (ending.answer === null) line.destroy();
    else line.write(`${ending.answer}\r\n`);
  }, 60);
}

beforeEach(async () => {
  said = [];
  let arrived: (socket: Socket) => void = () => undefined;
  const expectLine = () => {
    dataLine = new Promise((resolve) => {
      arrived = resolve;
    });
  };
  data = createServer((socket) => arrived(socket.on("error", () => undefined)));
  await listen(data);
  control = createServer((line) => {
    line.on("error", () => undefined).write("220 Ready\r\n");
    line.on("data", (chunk) => {
      for (const command of chunk.toString().split("\r\n").filter(Boolean)) {
        const [word = "", argument = ""] = command.split(" ");
        said.push(word === "DELE" ? `DELE ${argument}` : word);
        if (word === "EPSV") {
          expectLine();
          line.write(`229 Here (|||${portOf(data)}|)\r\n`);
        } else if (word === "STOR") void breakUpload(line);
        else
          line.write(
            { USER: "331 Go on\r\n", PASS: "230 In\r\n", FEAT: "502 None\r\n" }[word] ??
              "200 Done\r\n",
          );
      }
    });
  });
  await listen(control);
});
afterEach(() => {
  control.close();
  data.close();
});

async function* content(): AsyncGenerator<Uint8Array> {
  for (let chunk = 0; chunk < 200; chunk += 1) yield Buffer.alloc(64 * 1024);
}

async function fail(): Promise<PartnerError> {
  const address = { host: "127.0.0.1", port: portOf(control), user: "rede", password: "segredo" };
  return createFtp(testOptions(), 5)(address, (session) =>
    session.put("/envio/vendas.csv", content()),
  ).then(
    () => {
      throw new Error("did not fail");
    },
    (error: unknown) => error as PartnerError,
  );
}

const DISK = /sem espaço ou passou da cota/;
const PATH = /Confira o caminho e as permissões/;
const LATER = /tentar mais tarde/;

test.each<[string, Ending, PartnerError["kind"], RegExp]>([
  [
    "550 before a byte",
    { begun: false, reset: true, answer: "550 No such file" },
    "rejected",
    PATH,
  ],
  [
    "550, closed softly",
    { begun: false, reset: false, answer: "550 No such file" },
    "rejected",
    PATH,
  ],
  ["553 before a byte", { begun: false, reset: true, answer: "553 Not allowed" }, "rejected", PATH],
  ["550 in the middle", { begun: true, reset: true, answer: "550 Denied" }, "rejected", PATH],
  ["552 in the middle", { begun: true, reset: true, answer: "552 Quota" }, "rejected", DISK],
  ["452 in the middle", { begun: true, reset: false, answer: "452 No space" }, "rejected", DISK],
  [
    "451 in the middle",
    { begun: true, reset: true, answer: "451 Failure writing" },
    "rejected",
    DISK,
  ],
  ["451 before a byte", { begun: false, reset: true, answer: "451 Busy" }, "unavailable", LATER],
  ["426 in the middle", { begun: true, reset: true, answer: "426 Aborted" }, "unavailable", LATER],
])("the control line decides over a broken data line: %s", async (_what, given, kind, words) => {
  ending = given;
  expect(await fail()).toMatchObject({ kind, detail: expect.stringMatching(words) });
  // No half file stays on a disk that may be full, and none takes its name.
  expect(said.slice(said.lastIndexOf("STOR"))).toContain("DELE /envio/vendas.csv.tmp");
  expect(said).not.toContain("RNFR");
});

test.each([true, false])(
  "a data line that breaks with the control line is an outage (reset: %s)",
  async (reset) => {
    ending = { begun: true, reset, answer: null };
    expect(await fail()).toMatchObject({
      kind: "unavailable",
      detail: expect.stringContaining("caiu durante o envio de vendas.csv"),
    });
  },
);

test("a server that calls half a file complete is not believed", async () => {
  ending = { begun: true, reset: true, answer: "226 Complete" };
  expect(await fail()).toMatchObject({ kind: "unavailable" });
  expect(said).not.toContain("RNFR");
});
