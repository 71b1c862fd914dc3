import { redactValue } from "@/lib/core/redact.ts";

/** Fields about a person that no journal needs. */
const PERSONAL =
  /^(telefone|celular|phones?|e?-?mail|endereco|logradouro|numero|complemento|bairro|cep|addresses|rg|rg_.*|nascimento|data_nasc|birth_?date|renda_familiar|family_?incomes?|profissao|profession|estado_civil|civil_?status|sexo|sex|nacionalidade|naturalidade|creci|pix|banco|agencia|conta|bank.*|comissao_quem|pagador|nome_mae|nome_pai)$/i;
/** An object with one of these is about a person or a company: its name goes too. */
const ABOUT_SOMEBODY = [
  "documento",
  "cpf",
  "cnpj",
  "idpessoa",
  "idpessoa_cv",
  "idcorretor",
  "idcorretor_cv",
  "participationPercentage",
  "idbeneficiario_cv",
];
const NAMES = /^(nome|name|corretor|coretor|razao_social|tradeName|customerName|brokerName)$/i;
const LONGEST_TEXT = 300;
const MOST_ITEMS = 50;

/**
 * A partner's answer as a journal may keep it: no secrets, no person, no base64, no link that opens
 * a document; long lists cut.
 */
export function redactAnswer(value: unknown, secrets: readonly string[] = []): unknown {
  return redactValue(trim(value), secrets);
}

function trim(value: unknown): unknown {
  if (typeof value === "string")
    return value.length > LONGEST_TEXT
      ? `${value.slice(0, LONGEST_TEXT)}… (${value.length} caracteres)`
      : value;
  if (Array.isArray(value))
    return [
      ...value.slice(0, MOST_ITEMS).map(trim),
      ...(value.length > MOST_ITEMS ? [`… e mais ${value.length - MOST_ITEMS}`] : []),
    ];
  if (!value || typeof value !== "object") return value;
  const entries = Object.entries(value);
  const person = ABOUT_SOMEBODY.some((name) => name in value);
  const kept = entries.slice(0, MOST_ITEMS).map(([name, item]): [string, unknown] => {
    if (item === null || item === "") return [name, item];
    if (
      PERSONAL.test(name) ||
      (person && NAMES.test(name) && typeof item === "string") ||
      /base64$/i.test(name)
    )
      return [name, "•••"];
    if (/^(link|href)$/i.test(name) && typeof item === "string") return [name, hideLink(item)];
    return [name, trim(item)];
  });
  return Object.fromEntries(
    entries.length > MOST_ITEMS ? [...kept, ["…", `e mais ${entries.length - MOST_ITEMS}`]] : kept,
  );
}

/** The link of a document opens it for anybody: only where it leads stays. */
function hideLink(link: string): string {
  return URL.canParse(link) ? `${new URL(link).origin}/•••` : "•••";
}
