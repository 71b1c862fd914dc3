import { createHash } from "node:crypto";
import path from "node:path";
import { completeCpf } from "@/lib/core/documents.ts";
import { openJournal } from "../control/journal.ts";
import type { Partner, StandInOptions } from "../control/partner.ts";
import { isSame, type RestAnswer, type RestRequest, serveRest } from "../control/serve-rest.ts";
import { AnvisaBooks, type KeptFile, summarize } from "./anvisa-books.ts";
import { checkMessage } from "./check-message.ts";
import { readMessage } from "./read-message.ts";
import { answerSoap, readSoapCall, readSoapFile } from "./soap.ts";

/** How to reach the stand-in of Anvisa's SNGPC. */
export interface SngpcAccess {
  url: string;
  soapUrl: string;
  user: string;
  password: string;
  cpf: string;
}

const SOAP_PATH = "/webservice/sngpc.asmx";
const STATUS = /^\/v1\/FileXml\/ConsultaDadosArquivoXml\/([^/]+)\/(\d{14})\/([0-9A-Za-z]+)$/;
const md5 = (bytes: Uint8Array) => createHash("md5").update(bytes).digest("hex");

/** Starts SNGPC: the REST service, and the older SOAP one on the same address. */
export async function startSngpc({
  port,
  folder,
  validationDelay,
}: StandInOptions & { validationDelay: number }): Promise<{
  access: SngpcAccess;
  partner: Partner;
}> {
  const account = {
    user: "rt@farmacia-modelo.example",
    password: "senha-modelo-sngpc-81",
    cpf: completeCpf("314159265"),
  };
  const token = `${Buffer.from('{"alg":"none"}').toString("base64url")}.${Buffer.from('{"sub":"rt"}').toString("base64url")}.bW9kZWxv`;
  const journal = openJournal<KeptFile>(path.join(folder, "books.ndjson"));
  let books = new AnvisaBooks();
  for (const kept of journal.records) books.keep(kept);

  /** Takes a file: what it thinks of it is decided at once and told only after a while. */
  function receive(
    bytes: Uint8Array,
    given: string[],
  ): { protocol: string; rows: number; problems: string[] } {
    const hashes = [md5(bytes), ...given];
    const known = books.find(hashes[0]!);
    if (known) {
      books.repeated += 1;
      return { protocol: known.protocol, rows: known.elements, problems: [] };
    }
    const protocol = createHash("sha1").update(bytes).digest("hex").slice(0, 20).toUpperCase();
    const { message, problems } = open(bytes);
    const errors =
      problems.length > 0
        ? ["Arquivo XML não aderente ao schema SNGPC.", ...problems]
        : books.judge(message, message.cpf, account.cpf);
    const { cpf: _cpf, ...kept } = message;
    journal.append({
      ...kept,
      protocol,
      hashes,
      receivedAt: new Date().toISOString(),
      errors: errors.map((error) => error.slice(0, 200)),
    });
    books.keep(journal.records.at(-1) as KeptFile);
    return { protocol, rows: message.elements, problems };
  }

  /** While Anvisa takes its time, nobody hears of a decision. */
  let held = false;
  const isDecided = (file: KeptFile) =>
    !held && Date.now() >= Date.parse(file.receivedAt) + validationDelay;

  function answerRest(request: RestRequest): RestAnswer {
    const { method, path: where, json } = request;
    if (method === "POST" && where === "/v1/Authentication/GetToken") {
      const { username, password } = (json ?? {}) as Record<string, unknown>;
      if (username !== account.user || !isSame(String(password), account.password))
        return {
          status: 401,
          body: "Usuário ou senha inválidos",
          problems: ["Usuário ou senha inválidos"],
        };
      return {
        status: 200,
        body: JSON.stringify(token),
        headers: { "content-type": "application/json; charset=utf-8" },
        quiet: true,
      };
    }
    if (method === "POST" && where === "/v1/FileXml/EnviarArquivoXmlSNGPC") {
      if (typeof json !== "string" || !/^[A-Za-z0-9+/]+=*$/.test(json))
        return {
          status: 400,
          body: "O corpo deve ser um texto JSON em base64",
          problems: ["O corpo deve ser um texto JSON em base64"],
        };
      const { protocol, rows, problems } = receive(Buffer.from(json, "base64"), []);
      return {
        status: 200,
        body: JSON.stringify(`Arquivo recebido com sucesso. Hash: ${protocol}`),
        headers: { "content-type": "application/json; charset=utf-8" },
        rows,
        problems,
      };
    }
    const [, user, cnpj, hash] = STATUS.exec(decodeURIComponent(where)) ?? [];
    if (method === "GET" && user === account.user && cnpj && hash) {
      const file = books.find(hash);
      if (!file || file.cnpj !== cnpj)
        return { status: 404, body: { mensagem: "Arquivo não encontrado" }, quiet: true };
      return { status: 200, body: statusOf(file), quiet: true };
    }
    return {
      status: 404,
      body: { mensagem: "Endereço desconhecido" },
      problems: ["Endereço desconhecido"],
    };
  }

  function statusOf(file: KeptFile) {
    const decided = isDecided(file);
    return {
      hash: file.protocol,
      dataInicioRetorno: file.first,
      dataFimRetorno: file.last,
      dataTransmissao: file.receivedAt,
      dataValidacao: decided ? file.receivedAt : null,
      descricaoValidacao: decided ? file.errors : [],
      validado: decided ? (file.errors.length === 0 ? "S" : "N") : null,
    };
  }

  function soap(request: RestRequest): RestAnswer {
    const call = readSoapCall(request.body);
    if (!call)
      return { status: 400, body: "Envelope SOAP inválido", problems: ["Envelope SOAP inválido"] };
    const answer = (text: string, more: Partial<RestAnswer> = {}): RestAnswer => ({
      status: 200,
      body: answerSoap(call.method, text),
      headers: { "content-type": "text/xml; charset=utf-8" },
      ...more,
    });
    if (call.values.Email !== account.user || !isSame(call.values.Senha, account.password))
      return answer("Usuário ou senha inválidos.", { problems: ["Usuário ou senha inválidos"] });
    if (call.method === "ValidarUsuario") return answer("OK", { quiet: true });
    if (call.method === "ConsultaDadosArquivoSNGPC") {
      const file = books.find(call.values.Hash ?? "");
      if (!file || file.cnpj !== call.values.CNPJ)
        return answer("Arquivo não encontrado.", { quiet: true });
      const { dataTransmissao, dataValidacao, validado } = statusOf(file);
      const fields = {
        CODIGOHASH: file.protocol,
        DATATRANSMISSAO: dataTransmissao,
        DATAVALIDACAO: dataValidacao ?? "",
        INICIOREFERENCIA: file.first,
        FIMREFERENCIA: file.last,
        VALIDADO: validado ?? "",
        DESCRICAOVALIDACAO: validado === "N" ? file.errors.join(" ") : "",
      };
      return answer(
        `<transmissaoSNGPC><cabecalho>${Object.entries(fields)
          .map(([name, value]) => `<${name}>${value}</${name}>`)
          .join("")}</cabecalho></transmissaoSNGPC>`,
        { quiet: true },
      );
    }
    const file = readSoapFile(call.values);
    if (typeof file === "string") return answer(file, { problems: [file] });
    const { protocol, rows, problems } = receive(file.xml, [file.hash]);
    return answer(`Arquivo recebido com sucesso ${protocol}`, { rows, problems });
  }

  const { url, partner } = await serveRest({
    id: "sngpc",
    name: "SNGPC (Anvisa)",
    port,
    folder,
    authorized: ({ path: where, headers }) =>
      where === SOAP_PATH ||
      where === "/v1/Authentication/GetToken" ||
      isSame(headers.authorization, `Bearer ${token}`),
    answer: (request) => (request.path === SOAP_PATH ? soap(request) : answerRest(request)),
    counts: () => {
      // Whether the sender was told yet does not change what it will be told.
      const decided = books.files;
      return {
        "Inventários validados": decided.filter(
          ({ kind, errors }) => kind === "inventory" && errors.length === 0,
        ).length,
        "Arquivos de movimento validados": decided.filter(
          ({ kind, errors }) => kind === "movements" && errors.length === 0,
        ).length,
        "Arquivos não validados": decided.filter(({ errors }) => errors.length > 0).length,
        "Movimentos aceitos": decided
          .filter(({ kind, errors }) => kind === "movements" && errors.length === 0)
          .reduce((sum, { elements }) => sum + elements, 0),
        "Arquivos repetidos": books.repeated,
      };
    },
    commands: {
      hold: () => {
        held = true;
        return { held };
      },
      release: () => {
        held = false;
        return { held };
      },
    },
    reset: () => {
      held = false;
      journal.clear();
      books = new AnvisaBooks();
    },
    access: (address) => [
      ["Protocolo", "REST e SOAP"],
      ["Endereço REST", address],
      ["Endereço SOAP", address + SOAP_PATH],
      ["Usuário", account.user],
      ["Senha", account.password],
      ["CPF do RT", account.cpf],
    ],
  });
  return { access: { url, soapUrl: url + SOAP_PATH, ...account }, partner };
}

const NOTHING = {
  kind: "movements" as const,
  cnpj: "",
  cpf: "",
  first: "",
  last: "",
  elements: 0,
  changes: [],
};

function open(bytes: Uint8Array): { message: ReturnType<typeof summarize>; problems: string[] } {
  try {
    const root = readMessage(bytes);
    const problems = checkMessage(root);
    return {
      message:
        problems.length > 0
          ? { ...NOTHING, cnpj: summarize(root).cnpj, elements: summarize(root).elements }
          : summarize(root),
      problems,
    };
  } catch (error) {
    // Whatever makes it unreadable is the sender's, and told in the validation.
    return {
      message: NOTHING,
      problems: [error instanceof Error ? error.message : "XML ilegível"],
    };
  }
}
