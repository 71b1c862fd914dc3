// Bases that head every published list of leaked passwords, and the ones Brazilians add to it.
const BASES =
  `password senha senhas mudar mudar123 trocar trocar123 alterar admin administrador administrator root user usuario teste test testando demo visitante guest
qwerty qwertyuiop qwert asdfgh asdfghjkl zxcvbn zxcvbnm azerty qazwsx qazwsxedc 1q2w3e4r 1q2w3e4r5t 1qaz2wsx q1w2e3r4 zaq12wsx abcdef abcdefg abcdefgh abcdefghi abc123 abcd1234 a1b2c3d4 aa123456 a123456 a1234567 a12345678
iloveyou teamo teamor amor amorzinho meuamor minhavida princesa princess sunshine dragon monkey shadow master superman batman pokemon naruto football futebol baseball soccer michael jordan jennifer charlie
welcome bemvindo bem-vindo letmein login acesso secret segredo trustno1 whatever starwars computer computador internet samsung google facebook instagram whatsapp
flamengo corinthians palmeiras saopaulo santos vasco gremio internacional cruzeiro botafogo fluminense atletico brasil brazil
jesus jesuscristo deusefiel deusefiel123 deusemais deus gabriel rafael lucas mateus matheus felipe guilherme gustavo leonardo rodrigo eduardo fernando fernanda juliana mariana camila beatriz larissa leticia amanda bruno daniel carlos roberto ricardo
loja farmacia drogaria mercado supermercado empresa gerente vendas caixa financeiro enlace integracao suporte cliente estoque matriz filial
passw0rd p@ssw0rd p@ssword pa$$word s3nha`.split(/\s+/);
const ENDINGS = [
  "",
  "1",
  "12",
  "123",
  "1234",
  "12345",
  "123456",
  "!",
  "@",
  "@123",
  "#123",
  "1!",
  "123!",
  "2020",
  "2021",
  "2022",
  "2023",
  "2024",
  "2025",
  "2026",
  "@2023",
  "@2024",
  "@2025",
  "@2026",
];
const PATTERN = new Set(
  BASES.flatMap((base) => ENDINGS.map((ending) => base + ending)).filter(
    (word) => word.length >= 8,
  ),
);
const ROWS = [
  "0123456789012345678901234567890",
  "9876543210987654321098765432109",
  "abcdefghijklmnopqrstuvwxyz",
  "qwertyuiopasdfghjklzxcvbnm",
];

/**
 * Whether a password is among those that are tried first: well-known words with the usual endings,
 * runs and repetitions.
 */
export function isCommonPassword(password: string): boolean {
  const lower = password.toLowerCase();
  if (PATTERN.has(lower) || /^(.{1,4})\1+$/.test(lower)) return true;
  return ROWS.some((row) => row.includes(lower)) || isDate(lower);
}

/** Dates written as eight digits: birthdays, the commonest of all. */
function isDate(text: string): boolean {
  const match = /^(\d{2})(\d{2})((?:19|20)\d{2})$/.exec(text);
  if (!match) return false;
  const [day, month] = [Number(match[1]), Number(match[2])];
  return day >= 1 && day <= 31 && month >= 1 && month <= 12;
}
