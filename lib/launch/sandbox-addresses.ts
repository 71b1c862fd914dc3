import type { SandboxAccess } from "@/e2e/sandbox/stand-ins.ts";

/** Where the stand-in partners listen. */
export type SandboxAddresses = SandboxAccess & { control: { url: string } };
