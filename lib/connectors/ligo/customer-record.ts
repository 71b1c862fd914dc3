import type { Customer } from "@/lib/core/customer.ts";
import { cleanText } from "../profiles/wire-text.ts";

export const CUSTOMER_FIELDS = [
  "chave",
  "codigo_cliente",
  "consentimento",
  "nome",
  "telefone",
  "email",
  "cidade",
  "uf",
  "consentido_em",
  "origem_consentimento",
] as const;

/** Area codes begin at 11 and have no zero; a mobile has nine digits after it. */
export const phoneOrNull = (phone: string): string | null =>
  /^[1-9][1-9](9\d{8}|[2-5]\d{7})$/.test(phone) ? phone : null;

const emailOrNull = (email: string): string | null =>
  /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email) ? cleanText(email) : null;

/** Who agreed to be called, with what it takes to call; no document. */
export function customerRecord(customer: Customer, phone: string) {
  const code = cleanText(customer.code);
  return {
    chave: code,
    codigo_cliente: code,
    consentimento: true,
    nome: cleanText(customer.name),
    telefone: phone,
    email: emailOrNull(customer.email),
    cidade: cleanText(customer.city) || null,
    uf: /^[A-Z]{2}$/.test(customer.state) ? customer.state : null,
    consentido_em: customer.consentAt?.toISOString() ?? null,
    origem_consentimento: cleanText(customer.consentSource) || null,
  };
}

/** Who no longer agrees: the code alone, so that the partner stops and learns nothing else. */
export function withdrawal(customer: Customer) {
  const code = cleanText(customer.code);
  return { chave: code, codigo_cliente: code, consentimento: false };
}
