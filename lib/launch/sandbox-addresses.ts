/** Where the stand-in partners listen. */
export interface SandboxAddresses {
  scanntech: { url1: string; url2: string; url3: string; user: string; password: string; company: string };
  smarket: { host: string; port: number; user: string; password: string };
  audit: { host: string; port: number; user: string; password: string; hostKey: string };
  control: { url: string };
}
