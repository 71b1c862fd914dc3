import type { Day } from "./period.ts";

/** A person or company that buys, as the ERP knows it now. */
export interface Customer {
  id: number;
  /** The ERP's own code. */
  code: string;
  /** CPF (11) or CNPJ (14) without punctuation; empty when it was not given. */
  document: string;
  name: string;
  email: string;
  /** Digits with area code; empty when it was not given. */
  phone: string;
  birthDate: Day | null;
  gender: "male" | "female" | "";
  street: string;
  city: string;
  state: string;
  postalCode: string;
  /** Agreed to receive offers (LGPD). Without it a partner that sends messages must not get this person. */
  marketingConsent: boolean;
  consentAt: Date | null;
  /** Where the consent was given: "loja", "site", "aplicativo" … */
  consentSource: string;
  updatedAt: Date;
}
