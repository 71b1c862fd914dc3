import type { NextConfig } from "next";

/** Several demo or test stacks can be built side by side; each names its own output folder. */
const distDir = process.env.NEXT_DIST_DIR ?? ".next";

const config: NextConfig = {
  distDir,
  poweredByHeader: false,
  reactStrictMode: true,
  // `npm test` and `npm run check` check the types: a first start need not wait for it once more.
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: [
    "pg-boss",
    "pg",
    "postgres",
    "archiver",
    "@node-rs/argon2",
    "nodemailer",
    "libxml2-wasm",
    "flydrive",
    "ssh2-sftp-client",
    "ssh2",
    "basic-ftp",
    "yauzl",
    "prom-client",
    "rate-limiter-flexible",
  ],
  // A development server would print the arguments of every action: passwords and secrets among them.
  logging: { serverFunctions: false },
  experimental: { serverActions: { bodySizeLimit: "2mb" }, authInterrupts: true },
};

export default config;
