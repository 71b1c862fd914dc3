import yauzl from "yauzl";

/** The upper half of code page 850, in which DOS and Windows in Brazil write names into a zip. */
const CODE_PAGE_850 =
  "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐" +
  "└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u00AD±‗¾¶§÷¸°¨·¹³²■\u00A0";
const PORTUGUESE = /^[\x20-\x7EáàâãéêíóôõúüçÁÀÂÃÉÊÍÓÔÕÚÜÇñÑªº°–—]*$/;
/** A zip says so when its names are UTF-8. */
const SAYS_UTF8 = 0x800;

/**
 * The entry's name, safe to show: without control characters, with "/" between folders. A zip says
 * only whether a name is UTF-8; else it is told by which of the usual code pages gives Portuguese.
 */
export function readEntryName(entry: yauzl.Entry): string {
  return nameOf(entry)
    .replace(/\\/g, "/")
    .replace(/[\u0000-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/g, "\uFFFD")
    .slice(0, 300);
}

function nameOf(entry: yauzl.Entry): string {
  const { generalPurposeBitFlag: flags, fileNameRaw, extraFields } = entry;
  const told = yauzl.getFileNameLowLevel(flags, fileNameRaw, extraFields, false);
  // Some programs write the UTF-8 name beside the old one; then the two differ.
  const hasUnicodeField = extraFields.some(({ id }) => id === 0x7075);
  if ((flags & SAYS_UTF8) !== 0 || hasUnicodeField) return told;
  const utf8 = asUtf8(fileNameRaw);
  if (utf8 !== null) return utf8;
  const dos = Array.from(fileNameRaw, (byte) =>
    byte < 0x80 ? String.fromCharCode(byte) : (CODE_PAGE_850[byte - 0x80] as string),
  ).join("");
  const windows = new TextDecoder("windows-1252").decode(fileNameRaw);
  return PORTUGUESE.test(windows) && !PORTUGUESE.test(dos) ? windows : dos;
}

function asUtf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return null;
  }
}
