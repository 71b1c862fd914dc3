import path from "node:path";
import { openDatabase } from "@/db/client.ts";
import { ensureFirstPerson } from "@/lib/auth/first-access.ts";
import { checkKeys } from "@/lib/engine/check-keys.ts";
import { readEnv } from "@/lib/env.ts";
import { startChild, stopChild } from "./child-processes.ts";
import { prepareDatabase } from "./prepare-database.ts";

async function main() {
  const env = readEnv(process.env);
  const port = env.PORT;
  const publicUrl = process.env.AUTH_URL ?? `http://localhost:${port}`;
  await prepareDatabase(env.DATABASE_URL);
  const database = openDatabase(env.DATABASE_URL, { max: 2 });
  // Before anything is taken up or sealed: with other keys this process would spoil what is stored.
  const keyProblem = await checkKeys(database.db, env.ENLACE_KEYS, env.ENLACE_LOST_KEYS);
  if (keyProblem) throw new Error(keyProblem);
  const link = await ensureFirstPerson(database.db, publicUrl);
  await database.close();
  if (link)
    console.log(
      `\n  Ainda não há ninguém cadastrado. Abra este endereço, uma única vez e em até 24 horas, para criar o primeiro acesso:\n  ${link}\n`,
    );

  const app = startChild(
    "Enlace",
    process.execPath,
    [
      path.resolve("node_modules/next/dist/bin/next"),
      "start",
      "-p",
      String(port),
      ...(process.env.HOSTNAME_BIND ? ["-H", process.env.HOSTNAME_BIND] : []),
    ],
    {
      ...process.env,
      ENLACE_DEMO: "off",
      AUTH_URL: publicUrl,
      AUTH_TRUST_HOST: "true",
      NEXT_MANUAL_SIG_HANDLE: "true",
    },
  );
  app.process.once("exit", (code) => process.exit(code ?? 1));
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.on(signal, () => void stopChild(app, 25_000));
}

main().catch((error: unknown) => {
  console.error(`\n${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
