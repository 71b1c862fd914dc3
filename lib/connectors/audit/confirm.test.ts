import { expect, test } from "vitest";
import { kindOf } from "@/lib/core/errors.ts";
import { openBench } from "../conformance/make-context.ts";
import type { Confirmation, StoredFile } from "../define.ts";
import type { FileSession, SftpTransport } from "../transports/types.ts";
import { audit } from "./index.ts";

const NAME = "VENDAS_41902377000101_20260305_001.csv";
const RETURN = "VENDAS_41902377000101_20260305_001_RET.csv";
const HEADER = "linha;status;codigo;mensagem\r\n";

const file: StoredFile = {
  id: 1,
  name: NAME,
  contentType: "text/csv",
  branchId: 1,
  day: "2026-03-05",
  bytes: 0,
  rows: 0,
  sha256: "",
  receipt: NAME,
  uncertain: false,
  records: [],
  open: async function* () {},
  text: async () => "",
};

/** A partner's folder with these files and nothing else. */
function folderOf(files: Readonly<Record<string, string>>): {
  sftp: SftpTransport;
  asked: string[];
} {
  const asked: string[] = [];
  const refuse = () => Promise.reject(new Error("not part of a confirmation"));
  const session: FileSession = {
    put: refuse,
    remove: refuse,
    size: refuse,
    list: async (directory) => {
      asked.push(directory);
      return Object.entries(files).map(([name, content]) => ({ name, bytes: content.length }));
    },
    get: async (path) => {
      asked.push(path);
      return Buffer.from(files[path.split("/").at(-1) ?? ""] ?? "");
    },
  };
  return { sftp: (_address, work) => work(session), asked };
}

async function confirm(files: Readonly<Record<string, string>>, rows = 0): Promise<Confirmation> {
  const bench = openBench(audit, {
    settings: {
      sftp_host: "audit.test",
      sftp_usuario: "u",
      sftp_senha: "segredo-9",
      diretorio_retorno: "/volta/",
    },
  });
  const { sftp, asked } = folderOf(files);
  const answer = await audit.operations.files!.confirm!({ ...bench.ctx, sftp }, { ...file, rows });
  expect(asked[0]).toBe("/volta/");
  expect(asked.slice(1)).toEqual(RETURN in files ? [`/volta/${RETURN}`] : []);
  return answer;
}

const withReturn = (content: string, rows = 0) => confirm({ [RETURN]: content }, rows);

test("silence about a row is no acceptance, and the same row twice answers for one", async () => {
  const silent = {
    status: "failed",
    detail: "O arquivo de retorno responde por 2 de 3 linhas enviadas.",
  };
  expect(await withReturn(`${HEADER}2;ACEITO;;\r\n3;ACEITO;;\r\n`, 3)).toEqual(silent);
  expect(await withReturn(`${HEADER}2;ACEITO;;\r\n3;ACEITO;;\r\n3;ACEITO;;\r\n`, 3)).toEqual(
    silent,
  );
  expect(await withReturn(`${HEADER}2;ACEITO;;\r\n3;ACEITO;;\r\n9;ACEITO;;\r\n`, 3)).toEqual(
    silent,
  );
});

test("a return that is still being written is waited for", async () => {
  expect(await withReturn(`${HEADER}2;ACEITO;;\r\n3;ACE`, 3)).toEqual({ status: "pending" });
  expect(await withReturn(`${HEADER}2;ACEITO;;\r\n3;ACEITO;;`, 2)).toEqual({
    status: "done",
    rejections: [],
  });
});

test("every row accepted is an acceptance", async () => {
  expect(await withReturn(`${HEADER}2;ACEITO;;\r\n3;ACEITO;;\r\n`)).toEqual({
    status: "done",
    rejections: [],
  });
});

test("a file without rows is accepted by a return without rows", async () => {
  expect(await withReturn(HEADER)).toEqual({ status: "done", rejections: [] });
});

test("a refused row is named by its line, with what the partner said", async () => {
  expect(
    await withReturn(`${HEADER}2;ACEITO;;\r\n3;REJEITADO;EAN_INVALIDO;"dígito; não confere"\r\n`),
  ).toEqual({
    status: "done",
    rejections: [{ key: "linha 3", code: "EAN_INVALIDO", message: "dígito; não confere" }],
  });
});

test("a word that is not ACEITO is no acceptance", async () => {
  expect(await withReturn(`${HEADER}2;EM ANALISE;;\r\n`)).toEqual({
    status: "done",
    rejections: [
      {
        key: "linha 2",
        code: "",
        message: "O parceiro respondeu “EM ANALISE” em lugar de ACEITO.",
      },
    ],
  });
});

test("line 0 refuses the whole file, with the reason", async () => {
  expect(
    await withReturn(`${HEADER}0;REJEITADO;ARQUIVO;Linhas devem terminar com CRLF\r\n`),
  ).toEqual({
    status: "failed",
    detail: "O parceiro recusou o arquivo: Linhas devem terminar com CRLF",
  });
  expect(await withReturn(`${HEADER}0;REJEITADO;ARQUIVO;\r\n`)).toEqual({
    status: "failed",
    detail: "O parceiro recusou o arquivo: ARQUIVO",
  });
});

test("no return yet, or only that of another file, is waited for", async () => {
  expect(await confirm({})).toEqual({ status: "pending" });
  expect(
    await confirm({ "ESTOQUE_41902377000101_20260305_001_RET.csv": `${HEADER}2;ACEITO;;\r\n` }),
  ).toEqual({ status: "pending" });
});

test("a mark of order at the beginning and ends of line of another system are read", async () => {
  expect(await withReturn(`\ufeff${HEADER.trim()}\n2;ACEITO;;\n`)).toEqual({
    status: "done",
    rejections: [],
  });
});

test.each([
  ["nothing", ""],
  ["a page", "<html><body>Manutenção</body></html>"],
  ["other columns", "linha;situacao\r\n2;ACEITO\r\n"],
  ["an unclosed quote", `${HEADER}2;"ACEITO;;\r\n`],
  ["bytes", "\u0000\u0001\u0002"],
])("%s in place of a return is never taken for an acceptance", async (_what, content) => {
  expect(await withReturn(content).catch(kindOf)).toBe("unexpected_shape");
});
