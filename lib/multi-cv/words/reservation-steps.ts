/**
 * The steps of a reservation's way, in the order in which they are shown. The first nine make the
 * terminal's reservation; the rest follow on their own.
 */
export const RESERVATION_STEPS = [
  "read-reservation",
  "find-terminal",
  "check-unit",
  "register-people",
  "validate-broker",
  "translate-conditions",
  "create-reservation",
  "complete-reservation",
  "set-ready",
  "copy-documents",
  "copy-contracts",
  "copy-commissions",
  "compare-parts",
  "confirm-situation",
  "carry-to-terminal",
  "carry-to-hub",
  "write-message",
] as const;
export type ReservationStep = (typeof RESERVATION_STEPS)[number];

export const RESERVATION_STEP_LABEL: Record<ReservationStep, string> = {
  "read-reservation": "Ler a reserva no Hub",
  "find-terminal": "Encontrar o terminal",
  "check-unit": "Conferir a unidade no terminal",
  "register-people": "Cadastrar titular e associados",
  "validate-broker": "Validar imobiliária e corretor",
  "translate-conditions": "Traduzir as condições de pagamento",
  "create-reservation": "Criar a reserva no terminal",
  "complete-reservation": "Completar associados, comissões e campos adicionais",
  "set-ready": "Mudar o terminal para “pode faturar”",
  "copy-documents": "Copiar documentos",
  "copy-contracts": "Copiar contratos",
  "copy-commissions": "Copiar comissões",
  "compare-parts": "Conferir mudanças depois da transferência",
  "confirm-situation": "Conferir a situação nos três sistemas",
  "carry-to-terminal": "Atualizar a situação no terminal",
  "carry-to-hub": "Atualizar a situação no Hub",
  "write-message": "Registrar a mensagem na reserva",
};
