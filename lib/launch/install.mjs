// Plain JavaScript for the Node that happens to be on the machine: it runs before anything is installed.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");

/** Ends the start with one sentence. */
export function giveUp(sentence) {
  console.error(`\n${sentence}\n`);
  process.exit(1);
}

/** Environment in which every program of ours finds the Node that came with the installation. */
export function ownEnvironment(extra = {}) {
  return {
    ...process.env,
    NEXT_TELEMETRY_DISABLED: "1",
    PATH: `${path.join(root, "node_modules/.bin")}${path.delimiter}${process.env.PATH ?? ""}`,
    ...extra,
  };
}

/** Lets git judge the subjects of commits, in a checkout where nobody chose hooks of their own. */
function useHooks() {
  if (!existsSync(path.join(root, ".git")) || process.env.CI) return;
  const ask = (...args) => spawnSync("git", ["config", ...args], { cwd: root, encoding: "utf8" });
  const { status, stdout } = ask("--get", "core.hooksPath");
  // Git answers 1 for a key that is not set; any other answer is left alone.
  if (status === 1 && !stdout) ask("--local", "core.hooksPath", ".githooks");
}

/** Installs exactly what the lockfile names, unless that was done already. */
export function installDependencies() {
  useHooks();
  const [major] = process.versions.node.split(".").map(Number);
  if (major < 20)
    giveUp(`O Enlace precisa do Node 20 ou mais novo; este é o ${process.versions.node}.`);
  const wanted = hashFiles([path.join(root, "package-lock.json")]);
  const marker = path.join(root, "node_modules/.enlace-installed");
  if (existsSync(marker) && readFileSync(marker, "utf8") === wanted) return;
  console.log("Instalando as dependências (cerca de um minuto na primeira vez)…");
  const result = spawnSync(
    "npm",
    ["ci", "--include=dev", "--include=optional", "--no-audit", "--no-fund", "--loglevel=error"],
    { cwd: root, stdio: ["ignore", "inherit", "inherit"], env: { ...process.env, NODE_ENV: "" } },
  );
  if (result.status !== 0)
    giveUp(
      "A instalação das dependências falhou; a mensagem do npm acima diz por quê. Confira a rede e tente novamente.",
    );
  writeFileSync(marker, wanted);
}

/** Builds the app, unless what it is built from has not changed since. */
export function buildApp() {
  const output = path.join(root, process.env.NEXT_DIST_DIR ?? ".next");
  const sources = ["app", "components", "lib", "db"].flatMap((folder) =>
    listFiles(path.join(root, folder)),
  );
  const wanted = hashFiles([
    ...sources,
    ...[
      "package-lock.json",
      "next.config.ts",
      "proxy.ts",
      "instrumentation.ts",
      "tsconfig.json",
      "postcss.config.mjs",
    ]
      .map((name) => path.join(root, name))
      .filter(existsSync),
  ]);
  const marker = path.join(output, "enlace-build");
  if (
    existsSync(marker) &&
    existsSync(path.join(output, "BUILD_ID")) &&
    readFileSync(marker, "utf8") === wanted
  )
    return;
  console.log("Compilando o aplicativo…");
  const result = spawnSync("next", ["build"], {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
    env: ownEnvironment({ NODE_ENV: "production" }),
  });
  if (result.status !== 0) giveUp("A compilação falhou; a mensagem acima diz por quê.");
  mkdirSync(output, { recursive: true });
  writeFileSync(marker, wanted);
}

function listFiles(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(
      (entry) =>
        entry.isFile() &&
        /\.(tsx?|css|svg|json|tsv)$/.test(entry.name) &&
        !/\.test\.tsx?$/.test(entry.name),
    )
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => statSync(file).isFile())
    .sort();
}

function hashFiles(files) {
  const hash = createHash("sha256");
  for (const file of files)
    hash.update(path.relative(root, file)).update("\0").update(readFileSync(file)).update("\0");
  return hash.digest("hex");
}
