// `npm test`: installs what tests need, runs all of them, and ends with one line that counts.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { freeBlock } from "./free-ports.mjs";
import { readAudit } from "./read-audit.mjs";
import { buildApp, installDependencies, ownEnvironment, root } from "./install.mjs";

const results = path.join(root, "test-results");
let passed = 0;
let failed = 0;

/** A check that has no cases of its own counts as one. */
function check(name, command, args) {
  console.log(`\n== ${name}`);
  const ok =
    spawnSync(command, args, {
      cwd: root,
      stdio: ["ignore", "inherit", "inherit"],
      env: ownEnvironment(),
    }).status === 0;
  if (ok) passed += 1;
  else failed += 1;
  console.log(ok ? `${name}: ok` : `${name}: FAILED`);
}

/** Known weaknesses of what is installed, where the registry can say so; and the list of all of it. */
function reviewDependencies() {
  console.log("\n== dependencies");
  const npm = (...args) =>
    spawnSync("npm", args, { cwd: root, encoding: "utf8", timeout: 120_000, maxBuffer: 1 << 28 });
  const bill = npm("sbom", "--sbom-format", "cyclonedx", "--package-lock-only");
  if (bill.status === 0) writeFileSync(path.join(results, "sbom.cdx.json"), bill.stdout);
  const found = readAudit(npm("audit", "--json").stdout ?? "");
  for (const { name, severity, range, fix } of found ?? [])
    console.log(`${severity}: ${name} ${range}${fix ? " (a mended version is there)" : ""}`);
  const ok = bill.status === 0 && (found === null || found.length === 0);
  if (ok) passed += 1;
  else failed += 1;
  console.log(
    found === null
      ? "dependencies: NOT ASKED, the registry gave no answer about known weaknesses"
      : `dependencies: ${found.length} with a known weakness`,
  );
  console.log(
    bill.status === 0
      ? "bill of materials: test-results/sbom.cdx.json"
      : "bill of materials: FAILED",
  );
}

function unitTests() {
  console.log("\n== unit and database tests");
  const report = path.join(results, "unit.json");
  const run = spawnSync(
    "vitest",
    ["run", "--reporter=default", "--reporter=json", `--outputFile.json=${report}`],
    { cwd: root, stdio: ["ignore", "inherit", "inherit"], env: ownEnvironment() },
  );
  const counts = existsSync(report)
    ? JSON.parse(readFileSync(report, "utf8"))
    : { numPassedTests: 0, numFailedTests: 0, testResults: [] };
  const unsure = counts.testResults.flatMap(({ assertionResults }) =>
    assertionResults.filter(
      ({ status, failureMessages }) => status === "passed" && failureMessages.length > 0,
    ),
  );
  for (const { fullName, failureMessages } of unsure)
    console.log(`only at the second try: ${fullName}\n  ${failureMessages[0].split("\n")[0]}`);
  passed += counts.numPassedTests;
  // A file that could not even load has no tests to fail.
  failed += counts.numFailedTests || (run.status === 0 ? 0 : 1);
}

const BROWSERS = [
  // Draws without a window, a graphics process or parts of a desktop: the same pages for less work.
  "/usr/bin/chromium-headless-shell",
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
];

/** A Chromium that is there, else the package manager's, else Playwright's own. */
function findBrowser() {
  const present = () =>
    [process.env.CHROMIUM, ...BROWSERS].find((file) => file && existsSync(file));
  if (present()) return present();
  console.log("Instalando o Chromium para os testes de navegador…");
  const sudo = process.getuid?.() === 0 ? [] : ["sudo", "-n"];
  const apt = (...args) => {
    const [command, ...rest] = [...sudo, "apt-get", ...args];
    return (
      spawnSync(command, rest, {
        stdio: ["ignore", "ignore", "inherit"],
        env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
      }).status === 0
    );
  };
  const install = (name) => apt("install", "-y", "-qq", "--no-install-recommends", name);
  // Not every distribution has the shell as a package of its own.
  if (apt("update", "-qq") && (install("chromium-headless-shell") || install("chromium"))) {
    if (present()) return present();
  }
  spawnSync("playwright", ["install", "chromium"], {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
    env: ownEnvironment(),
  });
  return undefined;
}

async function browserTests() {
  console.log("\n== browser tests");
  const browser = findBrowser();
  const home = mkdtempSync(path.join(tmpdir(), "enlace-e2e-"));
  // The app's port, then the stand-ins'.
  const port = await freeBlock(80);
  const sandboxPort = port + 1;
  const env = ownEnvironment({
    ENLACE_HOME: home,
    PORT: String(port),
    SANDBOX_PORT: String(sandboxPort),
    ENLACE_TEST: "on",
  });
  const demo = spawn(
    path.join(root, "node_modules/.bin/node"),
    ["--import", "tsx", path.join(root, "e2e/demo/run-demo.ts")],
    { cwd: root, env, stdio: ["ignore", "pipe", "inherit"] },
  );
  const ended = new Promise((resolve) => demo.once("exit", resolve));
  try {
    await new Promise((resolve, reject) => {
      demo.stdout.on("data", (chunk) => {
        process.stdout.write(chunk);
        if (chunk.toString().includes("Enlace está no ar")) resolve();
      });
      demo.once("exit", () => reject(new Error("the app under test did not start")));
    });
    spawnSync("playwright", ["test"], {
      cwd: root,
      stdio: ["ignore", "inherit", "inherit"],
      env: {
        ...env,
        E2E_BASE_URL: `http://localhost:${port}`,
        ...(browser ? { CHROMIUM: browser } : {}),
      },
    });
    const { stats } = JSON.parse(readFileSync(path.join(results, "browser.json"), "utf8"));
    passed += stats.expected + stats.flaky;
    failed += stats.unexpected;
    if (stats.expected + stats.unexpected + stats.flaky === 0) failed += 1;
  } catch (error) {
    console.error(error.message);
    failed += 1;
  } finally {
    demo.kill("SIGTERM");
    await ended;
    rmSync(home, { recursive: true, force: true });
  }
}

installDependencies();
rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });
check("format", "oxfmt", ["--check"]);
reviewDependencies();
check("dead code", "knip", ["--include", "files,exports,types", "--no-config-hints"]);
buildApp();
check("lint and types", "oxlint", ["--type-aware", "--type-check", "--deny-warnings"]);
unitTests();
await browserTests();
console.log(`\n${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
