import { createHash } from "node:crypto";
import { isCpf } from "@/lib/core/documents.ts";
import type { Customer } from "@/lib/core/customer.ts";

/** How the brand identifies a person at Dito; it must be the same everywhere. */
export type IdRule = "cpf" | "sha1_email" | "codigo";

const EMAIL = /^[^\s@,;"<>]+@[^\s@,;"<>]+\.[a-z0-9-]{2,}$/i;

/** The address in the one form that is hashed and sent; empty when it is none. */
export function cleanEmail(email: string): string {
  const clean = email.trim().toLowerCase();
  return EMAIL.test(clean) ? clean : "";
}

/** The person's id at Dito; null when the rule has nothing to go by. */
export function idOf(customer: Customer, rule: IdRule): string | null {
  if (rule === "cpf") return isCpf(customer.document) ? customer.document : null;
  if (rule === "codigo") return customer.code || null;
  const email = cleanEmail(customer.email);
  return email ? createHash("sha1").update(email).digest("hex") : null;
}

/**
 * What Dito is told of a person: no more than its segmentation works with. A malformed e-mail is
 * left out, not the person.
 */
export function toUserData(customer: Customer) {
  const email = cleanEmail(customer.email);
  const data = {
    cpf: isCpf(customer.document) ? customer.document : "",
    telefone: customer.phone,
    uf: customer.state,
    cep: customer.postalCode,
  };
  return {
    name: customer.name,
    ...(email ? { email } : {}),
    ...(customer.gender ? { gender: customer.gender } : {}),
    ...(customer.city ? { location: customer.city } : {}),
    ...(customer.birthDate ? { birthday: customer.birthDate } : {}),
    data: Object.fromEntries(Object.entries(data).filter(([, value]) => value !== "")),
  };
}
