/** The password of everybody in the demo. */
export const DEMO_PASSWORD = "demonstracao";

/** Who signs in to the demo. */
export const DEMO_EMAILS = {
  support: "suporte@enlace.test",
  client: "cliente@enlace.test",
  multiCvClient: "luisa@lagoaclara.test",
} as const;
