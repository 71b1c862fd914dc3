import type { environments } from "@/db/schema/environments.ts";

/** "grupo.cvcrm.com.br"; Sienge's host with its subdomain. */
export function hostOf({
  baseUrl,
  tenant,
}: Pick<typeof environments.$inferSelect, "baseUrl" | "tenant">): string {
  const host = URL.canParse(baseUrl) ? new URL(baseUrl).host : baseUrl;
  return tenant ? `${host}/${tenant}` : host;
}
