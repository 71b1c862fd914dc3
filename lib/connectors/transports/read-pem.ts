const BLOCK = /-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \1-----/gs;
const HEADER = /^[A-Za-z-]+: .*$/gm;

/** One block of a PEM text. */
export interface PemBlock {
  /** What its first line calls it: "CERTIFICATE", "OPENSSH PRIVATE KEY". */
  label: string;
  /** The block as libraries take it. */
  text: string;
}

/**
 * The blocks of a PEM text. Fields of one line and mail programs break it up or join it: what
 * stands between the marks is put into lines again, unless it has headers of its own.
 */
export function readPem(text: string): PemBlock[] {
  return [...text.matchAll(BLOCK)].map(([whole, label = "", body = ""]) => {
    if (body.match(HEADER)) return { label, text: `${whole.replace(/\r\n?/g, "\n")}\n` };
    const lines = body.replace(/\s+/g, "").match(/.{1,64}/g) ?? [];
    return {
      label,
      text: `-----BEGIN ${label}-----\n${lines.join("\n")}\n-----END ${label}-----\n`,
    };
  });
}
