import { headers } from "next/headers";

/** Where partners reach this hub: the configured address, else the one the person used. */
export async function publicOrigin(): Promise<string> {
  const configured = process.env.AUTH_URL;
  if (configured && URL.canParse(configured)) return new URL(configured).origin;
  const list = await headers();
  return `${list.get("x-forwarded-proto") ?? "http"}://${list.get("host") ?? "localhost"}`;
}
