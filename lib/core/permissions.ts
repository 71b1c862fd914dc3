/** What a profile may allow. The words are the manual's: each is a thing a person does on a screen. */
export const PERMISSIONS = [
  "view",
  "register",
  "edit",
  "run",
  "reprocess",
  "download",
  "personalData",
  "logs",
  "movements",
  "prices",
  "pricesBeyondLimits",
  "people",
  "profiles",
  "organizations",
  "audit",
] as const;
export type Permission = (typeof PERMISSIONS)[number];

/** The label and the help text of each permission on the profile screen. */
export const PERMISSION_LABEL: Record<Permission, { label: string; help: string }> = {
  view: { label: "Visualizar", help: "Ver integrações, tarefas e arquivos" },
  register: { label: "Cadastrar", help: "Cadastrar novas integrações" },
  edit: { label: "Editar", help: "Alterar cadastro e configurações" },
  run: { label: "Executar", help: "Forçar a execução de uma integração" },
  reprocess: { label: "Reprocessar", help: "Reprocessar e cancelar tarefas" },
  download: { label: "Baixar arquivos", help: "Baixar os arquivos gerados" },
  personalData: {
    label: "Dados pessoais",
    help: "Baixar também arquivos com CPF, nome ou contato de clientes, compradores e pacientes",
  },
  logs: { label: "Ver logs", help: "Acompanhar e baixar os logs" },
  movements: { label: "Movimentos", help: "Importar e consultar movimentos" },
  prices: { label: "Preços", help: "Aplicar preços sugeridos e desfazer a aplicação" },
  pricesBeyondLimits: {
    label: "Preços fora do limite",
    help: "Aplicar preços abaixo do custo ou acima da variação permitida e alterar essa variação",
  },
  people: { label: "Usuários", help: "Cadastrar e desativar usuários" },
  profiles: { label: "Perfis", help: "Ajustar as permissões de cada perfil" },
  organizations: { label: "Clientes e filiais", help: "Cadastrar clientes e filiais" },
  audit: { label: "Auditoria", help: "Consultar o registro de ações" },
};

/** The signed-in person, as read from the database at this request. */
export interface Actor {
  personId: number;
  name: string;
  email: string;
  profileId: number;
  profileName: string;
  permissions: ReadonlySet<Permission>;
  /** null = every organization (a support agent). */
  organizationId: number | null;
  /** IANA zone in which dates are shown. */
  timeZone: string;
  /** Where the request came from, for the audit log; absent when nobody's browser asked. */
  address?: string;
}

/** Whether the profile allows it; the organization is checked beside the data. */
export function can(actor: Pick<Actor, "permissions">, permission: Permission): boolean {
  return actor.permissions.has(permission);
}
