// `npm start`: production on a real Postgres.
import { spawnSync } from "node:child_process";
import path from "node:path";
import { buildApp, giveUp, installDependencies, ownEnvironment, root } from "./install.mjs";
import { handOver } from "./hand-over.mjs";

const HINTS = {
  DATABASE_URL: "o endereço do Postgres, por exemplo postgres://enlace:senha@servidor:5432/enlace",
  AUTH_SECRET: "um segredo de ao menos 32 caracteres (gere com: openssl rand -base64 32)",
  ENLACE_KEYS:
    "ao menos uma chave no formato nome:base64 (gere com: echo k1:$(openssl rand -base64 32))",
};
for (const [name, hint] of Object.entries(HINTS)) {
  if (!process.env[name]) giveUp(`${name} não foi definida: informe ${hint}.`);
}
installDependencies();
const check = spawnSync(
  path.join(root, "node_modules/.bin/node"),
  ["--import", "tsx", path.join(root, "lib/launch/check-start.ts")],
  { cwd: root, stdio: ["ignore", "inherit", "inherit"], env: ownEnvironment() },
);
if (check.status !== 0) process.exit(1);
buildApp();
handOver("lib/launch/run-start.ts", process.argv.slice(2), { NODE_ENV: "production" });
