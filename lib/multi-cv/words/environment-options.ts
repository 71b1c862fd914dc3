/**
 * What may be set for one environment of the CV: policies and directions. All are choices; the
 * first option is the default.
 */
export interface EnvironmentOption {
  key: string;
  label: string;
  help: string;
  options: ReadonlyArray<{ value: string; label: string }>;
}

const POLICY = [
  { value: "associate", label: "Usar a que existe e liberar para o empreendimento" },
  { value: "stop", label: "Interromper e avisar" },
  { value: "create", label: "Cadastrar quando faltar" },
] as const;
const DIRECTIONS = {
  as_set: { value: "as_set", label: "Como nas Configurações da integração" },
  both: { value: "both", label: "Nos dois sentidos" },
  hub_to_terminal: { value: "hub_to_terminal", label: "Do Hub para o terminal" },
  terminal_to_hub: { value: "terminal_to_hub", label: "Do terminal para o Hub" },
  off: { value: "off", label: "Não copiar" },
} as const;

/** Of a terminal; the Hub and Sienge have none of these. */
export const TERMINAL_OPTIONS = [
  {
    key: "agencyPolicy",
    label: "Imobiliária que falta no terminal",
    help: "O que fazer quando a imobiliária da reserva não está no terminal ou não está liberada para o empreendimento.",
    options: POLICY,
  },
  {
    key: "brokerPolicy",
    label: "Corretor que falta no terminal",
    help: "O que fazer quando o corretor da reserva não está no terminal ou não está liberado para o empreendimento.",
    options: POLICY,
  },
  {
    key: "personPolicy",
    label: "Pessoa que já está no terminal com outros dados",
    help: "O que fazer quando endereço, profissão, estado civil ou outro dado do titular ou de um associado é diferente no terminal. Campos vazios no Hub nunca apagam os do terminal.",
    options: [
      { value: "update", label: "Atualizar com os dados do Hub" },
      { value: "keep", label: "Deixar como está e anotar na etapa" },
      { value: "stop", label: "Interromper e avisar" },
    ],
  },
  {
    key: "documents",
    label: "Documentos",
    help: "Em que sentido os documentos da reserva são copiados, também dias depois da transferência.",
    options: [
      DIRECTIONS.as_set,
      DIRECTIONS.both,
      DIRECTIONS.hub_to_terminal,
      DIRECTIONS.terminal_to_hub,
      DIRECTIONS.off,
    ],
  },
  {
    key: "contracts",
    label: "Contratos",
    help: "Em que sentido os contratos são copiados. Só os assinados, a não ser do Hub para o terminal.",
    options: [
      DIRECTIONS.as_set,
      DIRECTIONS.both,
      DIRECTIONS.hub_to_terminal,
      DIRECTIONS.terminal_to_hub,
      DIRECTIONS.off,
    ],
  },
  {
    key: "commissions",
    label: "Comissões",
    help: "Em que sentido as comissões são levadas, com os pagamentos programados e o que foi pago.",
    options: [
      DIRECTIONS.as_set,
      DIRECTIONS.both,
      DIRECTIONS.hub_to_terminal,
      DIRECTIONS.terminal_to_hub,
      DIRECTIONS.off,
    ],
  },
  {
    key: "externalId",
    label: "Código no contrato do Sienge",
    help: "Qual reserva o contrato do Sienge cita como código externo.",
    options: [
      { value: "terminal", label: "A reserva do terminal" },
      { value: "hub", label: "A reserva do Hub" },
    ],
  },
] as const satisfies readonly EnvironmentOption[];

type OptionKey = (typeof TERMINAL_OPTIONS)[number]["key"];
export type TerminalOptions = {
  [Key in OptionKey]: Extract<
    (typeof TERMINAL_OPTIONS)[number],
    { key: Key }
  >["options"][number]["value"];
};

/** The options of a terminal as they stand; what is not set, or not one of the choices, is the default. */
export function readTerminalOptions(settings: Readonly<Record<string, unknown>>): TerminalOptions {
  const read = TERMINAL_OPTIONS.map(({ key, options }) => [
    key,
    options.find(({ value }) => value === settings[key])?.value ?? options[0].value,
  ]);
  return Object.fromEntries(read) as TerminalOptions;
}

/** Reference of the additional field that receives the Hub's reservation id in the terminal; "" = none is filled. */
export function readHubFieldReference(settings: Readonly<Record<string, unknown>>): string {
  return typeof settings.hubFieldReference === "string" ? settings.hubFieldReference.trim() : "";
}
