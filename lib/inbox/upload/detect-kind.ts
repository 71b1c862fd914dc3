/** What the first bytes of an upload say it is. */
export type UploadKind = "zip" | "xml" | "csv" | "empty" | "archive" | "binary";

/** A file, an empty zip, or a zip that was prepared to be split and was not. */
const ZIP = /^PK(\x03\x04|\x05\x06|\x06\x06|\x07\x08PK\x03\x04|00PK\x03\x04)/;
const ARCHIVES = ["Rar!", "7z\xBC\xAF", "\x1F\x8B", "BZh"];

/** Tells by content, since a name can say anything. Needs the first few hundred bytes. */
export function detectKind(start: Uint8Array): UploadKind {
  const latin = String.fromCharCode(...start.subarray(0, 512));
  if (latin.trim() === "") return "empty";
  if (ZIP.test(latin)) return "zip";
  if (ARCHIVES.some((magic) => latin.startsWith(magic))) return "archive";
  if (/^((\xFF\xFE)?(\s\0)*<\0|(\xFE\xFF)?(\0\s)*\0<|(\xEF\xBB\xBF|\s)*<)/.test(latin))
    return "xml";
  // Excel's "Texto Unicode", with its mark of order or without: every other byte is empty.
  if (/^(\xFF\xFE|\xFE\xFF|[\x20-\x7E]\0[\x20-\x7E]\0|\0[\x20-\x7E]\0[\x20-\x7E])/.test(latin))
    return "csv";
  // DOS ends a text with Ctrl-Z.
  return /[\0-\x08\x0E-\x1A\x1C-\x1F]/.test(latin.replace(/\x1A+$/, "")) ? "binary" : "csv";
}
