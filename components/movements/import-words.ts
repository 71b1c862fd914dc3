/** How an import stands, in words. */
export const IMPORT_STATUS: Record<
  "waiting" | "running" | "finished" | "failed",
  { label: string; tone: "pending" | "sent" | "done" | "failed" }
> = {
  waiting: { label: "Na fila", tone: "pending" },
  running: { label: "Lendo", tone: "sent" },
  finished: { label: "Concluída", tone: "done" },
  failed: { label: "Interrompida", tone: "failed" },
};

/** Where an import came from. */
export const IMPORT_SOURCE: Record<"xml" | "zip" | "csv" | "api", string> = {
  xml: "XML",
  zip: "Zip",
  csv: "CSV",
  api: "API",
};

/** Short name of each reason, for filters and summaries; the sentence beside it says the rest. */
export const REASON_LABEL: Record<string, string> = {
  duplicate: "Duplicado",
  conflict: "Mesma chave, outro conteúdo",
  homologation: "Homologação",
  not_authorised: "Não autorizado",
  unknown_branch: "CNPJ não é filial",
  lines_do_not_sum: "Itens não somam o total",
  line_does_not_sum: "Linha não confere",
  total_differs: "Total não explicado pelos itens",
  empty_line: "Item com quantidade 0",
  empty_lot: "Lote com quantidade 0",
  payments_do_not_sum: "Pagamentos não somam",
  wrong_check_digit: "Dígito da chave errado",
  key_mismatch: "Chave de outro documento",
  invalid_key: "Chave inválida",
  invalid_value: "Valor inválido",
  missing_value: "Valor ausente",
  wrong_width: "Número de colunas errado",
  wrong_quotes: "Aspas erradas",
  torn_row: "Linha partida",
  cut_off: "Arquivo cortado",
  line_beside: "Ao lado de linha ilegível",
  scattered_rows: "Linhas separadas",
  spreadsheet_damage: "Estragado pela planilha",
  ambiguous_number: "Número com duas leituras",
  ambiguous_date: "Data com duas leituras",
  too_long: "Texto longo demais",
  too_fine: "Casas decimais demais",
  description_cut: "Descrição cortada",
  invalid_record: "Registro inválido",
  unknown_product: "Produto desconhecido",
  future: "Data no futuro",
  wrong_date: "Datas fora de ordem",
  missing_notification: "Falta a notificação",
  missing_patient: "Falta o paciente",
  no_lines: "Sem itens",
  not_a_sale: "Não é venda",
  mirrors_receipt: "Repete um cupom",
  return_cancelled: "Devolução cancelada",
  unsupported_document: "Outro tipo de documento",
  unsupported_event: "Outro tipo de evento",
  not_xml: "Não é XML",
  empty_file: "Arquivo vazio",
  stray_ampersand: "“&” solto no XML",
  unknown_entity: "Entidade desconhecida no XML",
  several_documents: "Mais de um XML no arquivo",
  wrong_encoding: "Codificação errada",
  doctype: "XML recusado por segurança",
  too_complex: "XML grande demais",
  too_large: "Grande demais",
  suspicious_ratio: "Compressão suspeita",
  encrypted_entry: "Protegido por senha",
  unread_compression: "Compactação não lida",
  corrupt_entry: "Corrompido no zip",
  nested_archive: "Zip dentro do zip",
  csv_in_zip: "CSV dentro do zip",
  wrong_ean: "EAN com dígito errado",
  wrong_document: "CPF ou CNPJ inválido",
  wrong_email: "E-mail inválido",
  waiting_sale: "Cancelamento pendente",
  cancelled_elsewhere: "Cancelado por outro evento",
  not_cancelled: "Cancelamento não registrado",
  state_only: "Cancelado, sem o evento",
  ambiguous: "Mais de um com esta chave",
  unreadable: "Não foi lido",
  unstorable: "Não pode ser guardado",
  warning: "Aviso",
};

/** The label of a code, or the code itself when it is newer than this list. */
export function describeReason(code: string): string {
  return REASON_LABEL[code] ?? code;
}
