/** What the events of CV and Sienge say, as a person reads them. */
const EVENT_WORDS: Readonly<Record<string, string>> = {
  SALES_CONTRACT_CREATED: "Contrato criado",
  SALES_CONTRACT_UPDATED: "Contrato alterado",
  SALES_CONTRACT_REMOVED: "Contrato removido",
  SALES_CONTRACT_ISSUED: "Contrato emitido",
  SALES_CONTRACT_CANCELED: "Contrato cancelado",
  ASSIGNMENT_RIGHTS_AGREEMENT_UPDATED: "Cessão de direitos alterada",
  ENTERPRISE_ID_UPDATED: "Código do empreendimento alterado",
  UNIT_CREATED: "Unidade criada",
  UNIT_UPDATED: "Unidade alterada",
  UNIT_REMOVED: "Unidade removida",
  CUSTOMER_CREATED: "Cliente criado",
  CUSTOMER_UPDATED: "Cliente alterado",
  reserva_cessao: "Cessão de direitos",
};

/** An event's name in words; one that is not known keeps its name, and one without a name is a notice. */
export function describeEvent(name: string): string {
  if (name === "") return "Aviso de reserva";
  return EVENT_WORDS[name] ?? EVENT_WORDS[name.toLowerCase()] ?? name;
}
