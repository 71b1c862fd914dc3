import type { SandboxAccess } from "../sandbox/stand-ins.ts";

/** Where the stand-in partners listen. */
export type SandboxAddresses = SandboxAccess & { control: { url: string } };
