/** A message as a person reads it. */
export interface Message {
  from: string;
  to: string;
  subject: string;
  text: string;
}

const decodeQuoted = (text: string) =>
  Buffer.from(
    text
      .replace(/=\r?\n/g, "")
      .replace(/=([0-9A-F]{2})/gi, (_, hex: string) =>
        String.fromCharCode(Number.parseInt(hex, 16)),
      ),
    "latin1",
  );

/** Encoded words of headers: `=?UTF-8?Q?…?=` and `?B?`. Two in a row are one text. */
function decodeHeader(value: string): string {
  return value
    .replace(/\?=\s+=\?/g, "?==?")
    .replace(/=\?utf-8\?([QB])\?([^?]*)\?=/gi, (_, kind: string, content: string) =>
      (kind.toUpperCase() === "B"
        ? Buffer.from(content, "base64")
        : decodeQuoted(content.replaceAll("_", " "))
      ).toString("latin1"),
    )
    .replace(/[\u0080-\u00ff]+/g, (bytes) => Buffer.from(bytes, "latin1").toString("utf8"));
}

/** Reads a plain-text message from its source. */
export function readMessage(source: Buffer): Message {
  const raw = source.toString("latin1");
  const end = raw.indexOf("\r\n\r\n");
  const lines = raw
    .slice(0, end)
    .replace(/\r\n[ \t]+/g, " ")
    .split("\r\n");
  const header = (name: string) =>
    decodeHeader(
      lines
        .find((line) => line.toLowerCase().startsWith(`${name}:`))
        ?.slice(name.length + 1)
        .trim() ?? "",
    );
  const encoding = header("content-transfer-encoding").toLowerCase();
  const content = raw.slice(end + 4);
  const bytes =
    encoding === "base64"
      ? Buffer.from(content, "base64")
      : encoding === "quoted-printable"
        ? decodeQuoted(content)
        : Buffer.from(content, "latin1");
  return {
    from: header("from"),
    to: header("to"),
    subject: header("subject"),
    text: bytes.toString("utf8").replaceAll("\r\n", "\n").trim(),
  };
}
