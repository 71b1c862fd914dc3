import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { openDatabase } from "@/db/client.ts";
import { useDatabase } from "@/db/current-database.ts";
import { startEmbeddedServer } from "@/db/embedded-server.ts";
import { SANDBOX_PORTS } from "../sandbox/stand-ins.ts";
import { playErp } from "./demo-erp.ts";
import { DEMO_EMAILS, DEMO_PASSWORD } from "./demo-people.ts";
import { openMultiCvDemo } from "./demo-multi-cv.ts";
import { runStory } from "./run-story.ts";
import { findDemoSupport, seedDemo } from "./seed-demo.ts";
import {
  type Child,
  clearLeftovers,
  staysTaken,
  recordRun,
  startChild,
  stopChild,
  waitUntilReady,
} from "@/lib/launch/child-processes.ts";
import { checkDatabase } from "@/lib/launch/check-database.ts";
import { createDatabase, prepareDatabase } from "@/lib/launch/prepare-database.ts";

const { values: options } = parseArgs({
  options: {
    reset: { type: "boolean" },
    "reset-only": { type: "boolean" },
    dev: { type: "boolean" },
    story: { type: "boolean" },
  },
  strict: false,
});
const root = process.cwd();
const home = path.resolve(process.env.ENLACE_HOME ?? ".enlace");
const port = Number(process.env.PORT ?? 3000);
const sandboxBase = Number(process.env.SANDBOX_PORT ?? 4100);
const runFile = path.join(home, "run.json");
const children: Child[] = [];
let stopping = false;
const playing = new AbortController();

/** The demo's own secrets, made once: settings encrypted yesterday must open today. */
function demoSecrets(): Record<"AUTH_SECRET" | "ENLACE_KEYS", string> {
  const file = path.join(home, "secrets.json");
  if (!existsSync(file))
    writeFileSync(
      file,
      JSON.stringify({
        AUTH_SECRET: randomBytes(32).toString("base64url"),
        ENLACE_KEYS: `demo:${randomBytes(32).toString("base64")}`,
      }),
      { mode: 0o600 },
    );
  return JSON.parse(readFileSync(file, "utf8"));
}

async function main() {
  if (!clearLeftovers(runFile, root))
    throw new Error(
      "A demonstração já está rodando nesta pasta. Pare-a com Ctrl-C antes de iniciar outra.",
    );
  if (await staysTaken(port))
    throw new Error(`A porta ${port} já está em uso. Escolha outra: PORT=3001 npm run demo`);
  const taken = await Promise.all(
    Array.from({ length: SANDBOX_PORTS }, (_, index) => staysTaken(sandboxBase + index)),
  );
  if (taken.includes(true))
    throw new Error(
      `A porta ${sandboxBase + taken.indexOf(true)}, dos parceiros simulados, já está em uso. Escolha outra faixa: SANDBOX_PORT=4200 npm run demo`,
    );
  const reset = Boolean(options.reset ?? options["reset-only"]);
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const server = await startEmbeddedServer(path.join(home, "postgres"));
  onStop(() => server.stop());
  if (reset) await dropDatabase(server.url);
  if (reset)
    for (const name of ["files", "sandbox"])
      rmSync(path.join(home, name), { recursive: true, force: true });
  if (options["reset-only"]) {
    console.log("Os dados da demonstração foram apagados; o próximo início os cria novamente.");
    return stop(0);
  }
  const url = await createDatabase(server, "enlace");
  const [problem] = await checkDatabase(url, Number(process.env.DATABASE_POOL ?? 10));
  if (problem) throw new Error(problem);
  await prepareDatabase(url);

  const sandbox = startChild(
    "Parceiros de demonstração",
    process.execPath,
    [
      "--import",
      "tsx",
      path.join(root, "e2e/sandbox/run-sandbox.ts"),
      "--port-base",
      String(sandboxBase),
      "--state",
      path.join(home, "sandbox"),
    ],
    process.env,
    "pipe",
  );
  children.push(sandbox);
  const addresses = JSON.parse(await firstLine(sandbox));

  const env: NodeJS.ProcessEnv = {
    ...process.env,
    ...demoSecrets(),
    NODE_ENV: options.dev ? "development" : "production",
    DATABASE_URL: url,
    FILES_DIR: path.join(home, "files"),
    ENLACE_DEMO: "on",
    SANDBOX_URL: addresses.control.url,
    ALLOWED_PRIVATE_HOSTS: "127.0.0.1,localhost",
    AUTH_URL: `http://localhost:${port}`,
    SMTP_HOST: addresses.mail.host,
    SMTP_PORT: String(addresses.mail.port),
    SMTP_TLS: "off",
    SMTP_USER: addresses.mail.user,
    SMTP_PASSWORD: addresses.mail.password,
    SMTP_FROM: "Enlace <avisos@enlace.test>",
    AUTH_TRUST_HOST: "true",
    NEXT_MANUAL_SIG_HANDLE: "true",
  };
  // The story goes through the same use-cases a person does: they read this process's environment.
  Object.assign(process.env, env);
  const database = openDatabase(url, { max: 4 });
  useDatabase(database);
  await seedDemo(database, { sandbox: addresses, now: new Date() });
  await database.close();

  const app = startChild(
    "Enlace",
    process.execPath,
    [
      path.join(root, "node_modules/next/dist/bin/next"),
      options.dev ? "dev" : "start",
      "-H",
      "localhost",
      "-p",
      String(port),
    ],
    env,
  );
  children.push(app);
  recordRun(runFile, children);
  app.process.once("exit", (code) => !stopping && void stop(code ?? 1));
  await waitUntilReady(`http://localhost:${port}/api/health`, app);
  console.log(`
  Enlace está no ar:      http://localhost:${port}
  Agente de suporte:      ${signIn(DEMO_EMAILS.support)}
  Cliente:                ${signIn(DEMO_EMAILS.client)}
  Cliente do Multi CV:    ${signIn(DEMO_EMAILS.multiCvClient)}
  Parceiros simulados:    ${addresses.control.url}
  Para parar: Ctrl-C. Para recomeçar do zero: npm run demo -- --reset
`);
  // Beside the compiler the story takes minutes and the machine with it.
  if (!options.dev || options.story) await play(url, addresses.control.url);
  else console.log("  A história não está rodando. Para que rode: npm run dev -- --story\n");
}

/** How one of the demo's people signs in. */
const signIn = (email: string) => `${email.padEnd(21)} senha: ${DEMO_PASSWORD}`;

/**
 * What goes on by itself once there is somebody to tell of it: reservations move, and the client's
 * ERP fetches what was decided.
 */
async function play(url: string, controlUrl: string) {
  const database = openDatabase(url, { max: 4 });
  useDatabase(database);
  const origin = `http://localhost:${port}`;
  const support = await findDemoSupport(database.db);
  const { signal } = playing;
  await Promise.all([
    runStory(() => openMultiCvDemo(database.db, support, { origin, controlUrl }, signal), {
      name: "Multi CV",
      signal,
    }),
    runStory(
      () => playErp(database.db, support, { origin, secret: demoSecrets().AUTH_SECRET }, signal),
      { name: "ERP", signal },
    ),
  ]);
  await database.close();
}

async function dropDatabase(maintenanceUrl: string) {
  const { default: postgres } = await import("postgres");
  const admin = postgres(maintenanceUrl, { max: 1, onnotice: () => undefined });
  await admin.unsafe("drop database if exists enlace with (force)");
  await admin.end();
}

function firstLine(child: Child): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = "";
    child.process.stdout?.on("data", (chunk: Buffer) => {
      text += chunk.toString();
      const end = text.indexOf("\n");
      if (end >= 0) resolve(text.slice(0, end));
    });
    child.process.once("exit", (code) =>
      reject(new Error(`Os parceiros de demonstração não iniciaram (código ${code}).`)),
    );
  });
}

let stopServer = () => {};
function onStop(work: () => void) {
  stopServer = work;
}

async function stop(code: number) {
  if (stopping) return;
  stopping = true;
  playing.abort();
  console.log("\nParando…");
  await Promise.all(
    children.map((child) => stopChild(child, child.name === "Enlace" ? 20_000 : 5_000)),
  );
  stopServer();
  rmSync(runFile, { force: true });
  process.exit(code);
}

for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => void stop(0));
// Whoever started us was killed: nobody would ever stop us.
const parent = process.ppid;
setInterval(() => process.ppid !== parent && void stop(0), 1_000).unref();

main().catch(async (error: unknown) => {
  console.error(`\n${error instanceof Error ? error.message : String(error)}\n`);
  if (process.env.DEBUG) console.error(error);
  await stop(1);
});
