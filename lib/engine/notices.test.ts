import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { integrationSettings } from "@/db/schema/integrations.ts";
import { type Sandbox, startSandbox } from "@/e2e/sandbox/start-sandbox.ts";
import {
  createIntegration,
  fakeConnector,
  makeEngine,
  readJobs,
  readLog,
} from "@/e2e/support/engine-fixture.ts";
import { createTestDatabase } from "@/e2e/support/test-database.ts";
import type { Operation, TaskContext } from "@/lib/connectors/define.ts";
import { email } from "@/lib/connectors/settings.ts";
import { type ErrorKind, PartnerError } from "@/lib/core/errors.ts";
import { closeListen } from "./listen.ts";
import { openMail } from "./mail.ts";
import { closeSender } from "./queue.ts";
import { type NoticeJob, SEND_NOTICE } from "./queues.ts";
import { reprocessTask } from "./reprocess-task.ts";
import { requestTask } from "./request-task.ts";
import { runTask } from "./run-task.ts";
import { sendNotice } from "./send-notice.ts";

const database = await createTestDatabase({ max: 10 });
const never = new AbortController().signal;
let sandbox: Sandbox;
let fixture: Awaited<ReturnType<typeof createIntegration>>;

beforeAll(async () => {
  sandbox = await startSandbox({ only: ["mail"] });
});
beforeEach(async () => {
  await sandbox.reset("mail");
  fixture = await createIntegration(database, connectorOf({}));
});
afterAll(async () => {
  await sandbox.stop();
  await closeListen();
  await closeSender();
  await database.close();
});

const connectorOf = (
  operation: Partial<Operation>,
  notify: string | undefined = "email_notificacao",
) =>
  fakeConnector(operation, {
    settings: [email("email_notificacao", "E-mail para avisos", { required: false })],
    ...(notify ? { notify } : {}),
  });
const collecting = (work: (ctx: TaskContext<string>) => void): Partial<Operation> => ({
  collect: async function* (ctx) {
    work(ctx);
    yield* [];
  },
});
const failing = (kind: ErrorKind, detail: string) =>
  collecting(() => {
    throw new PartnerError(kind, detail);
  });
const refusing = failing("rejected", "O parceiro recusou o cupom de 529.982.247-25.");

const mailTo = () =>
  openMail({
    SMTP_HOST: sandbox.mail.host,
    SMTP_PORT: sandbox.mail.port,
    SMTP_TLS: "off",
    SMTP_USER: sandbox.mail.user,
    SMTP_PASSWORD: sandbox.mail.password,
    SMTP_FROM: "Enlace <avisos@enlace.test>",
  });

async function address(value = "financeiro@rede.example"): Promise<void> {
  const { organizationId, integrationId } = fixture;
  await database.db
    .insert(integrationSettings)
    .values({ organizationId, integrationId, key: "email_notificacao", branchId: 0, value });
}

async function request(): Promise<number> {
  const result = await requestTask(database.db, {
    ...fixture,
    operation: "sales",
    period: { first: "2026-03-01", last: "2026-03-02" },
    origin: "person",
    requestedName: "Ana",
  });
  if (!("taskId" in result)) throw new Error("in conflict");
  return result.taskId;
}

async function run(
  operation: Partial<Operation>,
  taskId: number,
  generation = 1,
  notify?: string,
): Promise<void> {
  const engine = await makeEngine(
    database,
    [notify === undefined ? connectorOf(operation) : connectorOf(operation, "")],
    { publicUrl: "https://hub.example" },
  );
  await runTask(engine, { organizationId: fixture.organizationId, taskId, generation }, never);
}

const jobs = async () =>
  (await readJobs(database, SEND_NOTICE))
    .map(({ data }) => data as unknown as NoticeJob)
    .filter(({ integrationId }) => integrationId === fixture.integrationId);

describe("a task that failed", () => {
  test("is written about with its reason, a link and nobody's document", async () => {
    await address();
    const taskId = await request();
    await run(refusing, taskId);
    const [job] = await jobs();
    await sendNotice({ database, mail: mailTo() }, job!);
    expect(sandbox.partners.mail.messages()).toEqual([
      {
        from: "Enlace <avisos@enlace.test>",
        to: "financeiro@rede.example",
        subject: expect.stringMatching(new RegExp(`^\\[Enlace\\] Falha em .*: tarefa ${taskId}$`)),
        text: expect.stringContaining(
          `https://hub.example/integracoes/${fixture.integrationId}/tarefas?tarefa=${taskId}`,
        ),
      },
    ]);
    const text = sandbox.partners.mail.messages()[0]?.text;
    expect(text).toContain("Movimento: 01/03/2026 a 02/03/2026");
    expect(text).toContain("O parceiro recusou o cupom de ***.982.247-**.");
    expect(sandbox.received("mail").flatMap(({ problems }) => problems)).toEqual([]);
    expect(await readLog(database, fixture.integrationId)).toContain(
      "Aviso enviado por e-mail para o endereço do cadastro.",
    );
  });

  test("is written about once, however often it is tried again", async () => {
    await address();
    const taskId = await request();
    await run(refusing, taskId);
    expect(
      await reprocessTask(database.db, { organizationId: fixture.organizationId, taskId }),
    ).toBe("requested");
    await run(refusing, taskId, 2);
    expect(await jobs()).toHaveLength(1);
  });

  test("waiting for a partner that is away writes to nobody", async () => {
    await address();
    await run(failing("unavailable", "fora do ar"), await request());
    expect(await jobs()).toEqual([]);
  });

  test.each([
    ["no address", async () => undefined, undefined],
    ["a type that does not notify", address, ""],
  ] as const)("%s: no mail", async (_what, arrange, notify) => {
    await arrange();
    await run(refusing, await request(), 1, notify);
    expect(await jobs()).toEqual([]);
  });
});

test("a task that ended well writes only when its connector has something to say", async () => {
  await address();
  await run(
    collecting(() => undefined),
    await request(),
  );
  expect(await jobs()).toEqual([]);
  await run(
    collecting((ctx) => ctx.notify("2 vendas divergentes em Filial 1.")),
    await request(),
  );
  expect(await jobs()).toEqual([
    expect.objectContaining({
      subject: expect.stringMatching(/^\[Enlace\] Conferência em /),
      text: expect.stringContaining("2 vendas divergentes em Filial 1."),
    }),
  ]);
});

describe("sending", () => {
  const job = (): NoticeJob => ({
    ...fixture,
    taskId: 1,
    to: "financeiro@rede.example",
    subject: "Olá, é um aviso 😀",
    text: "Linha 1\n.\nFrom: linha 3 com acentuação",
  });

  test("texts arrive as they were written", async () => {
    await sendNotice({ database, mail: mailTo() }, job());
    expect(sandbox.partners.mail.messages()).toEqual([
      expect.objectContaining({
        subject: "Olá, é um aviso 😀",
        text: "Linha 1\n.\nFrom: linha 3 com acentuação",
      }),
    ]);
  });

  test("without a mail server the log says so", async () => {
    await sendNotice({ database, mail: openMail({ SMTP_PORT: 587, SMTP_TLS: "starttls" }) }, job());
    expect((await readLog(database, fixture.integrationId)).at(-1)).toMatch(
      /Nenhum servidor de e-mail \(SMTP\) está configurado/,
    );
  });

  test.each([
    ["that asks to come back", { kind: "status", status: 451 }, "(451)"],
    ["that refuses the password", { kind: "unauthorized" }, "(535)"],
    ["that is away", { kind: "down" }, ""],
  ] as const)(
    "a server %s leaves the job to the queue, and no address in the log",
    async (_what, fault, code) => {
      await sandbox.setFault("mail", fault);
      await expect(sendNotice({ database, mail: mailTo() }, job())).rejects.toThrow();
      const last = (await readLog(database, fixture.integrationId)).at(-1) ?? "";
      expect(last).toContain(`não aceitou o aviso${code ? ` ${code}` : ""}. Haverá nova tentativa`);
      expect(last).not.toContain("rede.example");
    },
  );

  test("a line that must be secure and cannot is not used", async () => {
    const { host, port, user, password } = sandbox.mail;
    const mail = openMail({
      SMTP_HOST: host,
      SMTP_PORT: port,
      SMTP_TLS: "starttls",
      SMTP_USER: user,
      SMTP_PASSWORD: password,
      SMTP_FROM: "a@b.test",
    });
    await expect(mail!({ to: "x@y.test", subject: "s", text: "t" })).rejects.toThrow();
    expect(sandbox.partners.mail.messages()).toEqual([]);
  });
});
