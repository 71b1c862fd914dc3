/** What bytes are, by how they begin: names and headers of partners say too little. */
export interface FileKind {
  extension: "pdf" | "png" | "jpg" | "gif" | "webp" | "tif" | "heic" | "docx" | "html" | "bin";
  contentType: string;
}

const SIGNATURES: ReadonlyArray<[FileKind["extension"], string, RegExp]> = [
  // A PDF may carry up to a kilobyte in front of its mark.
  ["pdf", "application/pdf", /^[\s\S]{0,1024}?%PDF-/],
  ["png", "image/png", /^\x89PNG\r\n/],
  ["jpg", "image/jpeg", /^\xFF\xD8\xFF/],
  ["gif", "image/gif", /^GIF8/],
  ["webp", "image/webp", /^RIFF[\s\S]{4}WEBP/],
  ["tif", "image/tiff", /^(II\*\0|MM\0\*)/],
  ["heic", "image/heic", /^[\s\S]{4}ftyp(heic|heix|mif1)/],
  ["docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", /^PK../],
  ["html", "text/html", /^\s*(<!doctype html|<html|<head|<body)/i],
];

/** Looks at the first bytes; `bin` when nothing is recognised. */
export function sniffKind(bytes: Uint8Array): FileKind {
  const start = Buffer.from(bytes.subarray(0, 1_100)).toString("latin1");
  const [extension = "bin", contentType = "application/octet-stream"] =
    SIGNATURES.find(([, , pattern]) => pattern.test(start)) ?? [];
  return { extension, contentType };
}
