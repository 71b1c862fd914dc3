/**
 * Old code pages by the byte: the same byte is a letter of Portuguese in each of them, and only the
 * letters beside it tell which. What does not tell is counted as `unclear`, never guessed.
 */
export interface PageVotes {
  dos: number;
  windows: number;
  mac: number;
  unclear: number;
}

/** Letters and signs that only DOS has at this place, and Windows never in a word of Portuguese. */
const DOS_ONLY = new Set([
  0x82, 0x83, 0x84, 0x87, 0x88, 0x90, 0xa1, 0xa2, 0xa3, 0xc6, 0xb5, 0xb6, 0xb7, 0xd2, 0xd6, 0xe4,
  0xe5, 0xf8, 0xfd,
]);
const WINDOWS_ONLY = new Set([
  0xc0, 0xc1, 0xc2, 0xc3, 0xc9, 0xca, 0xcd, 0xd3, 0xd4, 0xd5, 0xda, 0xe1, 0xe3, 0xe7, 0xea, 0xed,
  0xf3, 0xf4, 0xf5, 0xfa,
]);
/** ã, ç, é and õ of the old Macintosh: signs, or nothing, in the others. */
const MAC_ONLY = new Set([0x8b, 0x8d, 0x8e, 0x9b]);
/** º and ª in DOS, § and ¦ in Windows; and the other way round º and ª, ║ and ¬. */
const DOS_ORDINALS = new Set([0xa6, 0xa7]);
const WINDOWS_ORDINALS = new Set([0xaa, 0xba]);

/** Lets one byte above ASCII speak for a page. */
export function countVote(votes: PageVotes, bytes: Uint8Array, at: number): void {
  const page = pageOf(bytes, at);
  if (page) votes[page] += 1;
}

function pageOf(bytes: Uint8Array, at: number): keyof PageVotes | null {
  const [first = 0, before = 0, byte = 0, after = 0] = [-2, -1, 0, 1].map(
    (step) => bytes[at + step],
  );
  if (DOS_ONLY.has(byte)) return "dos";
  if (WINDOWS_ONLY.has(byte)) return "windows";
  if (MAC_ONLY.has(byte)) return isLetter(before) ? "mac" : null;
  const behind = isLetter(before) || isDigit(before);
  if (DOS_ORDINALS.has(byte)) return behind ? "dos" : null;
  if (WINDOWS_ORDINALS.has(byte)) return behind ? "windows" : null;
  switch (byte) {
    // Ç in DOS and € in Windows; ô and “: beside a letter they are letters.
    case 0x80:
      return isLetter(before) && isLetter(after) ? "dos" : null;
    case 0x93:
      return isLetter(before) ? "dos" : null;
    // à in DOS and … in Windows, á and the blank that does not break.
    case 0x85:
    case 0xa0:
      if (isLetter(before) && isLetter(after)) return "dos";
      return isLetter(before) || isLetter(after) || byte === 0x85 ? "unclear" : null;
    // ³ in DOS, behind the m, and ü in Windows.
    case 0xfc:
      return isLetter(after) ? "windows" : "dos";
    case 0xc7:
      return cedillaOrTilde(before, after);
    // Small letters in Windows and capitals in DOS: à/Ó, â/Ô, é/Ú.
    case 0xe0:
    case 0xe2:
    case 0xe9:
      return byCase(byte, { first, before, after });
    default:
      return null;
  }
}

function byCase(
  byte: number,
  { first, before, after }: { first: number; before: number; after: number },
): keyof PageVotes | null {
  if (isAscii(after)) {
    if (!isSmall(after)) return "dos";
    if (isLetter(before)) return "windows";
    // A word begins so in both: "época" and "Única", "âmbar" and "Ônix". With à only às and àquele do.
    if (byte !== 0xe0) return "unclear";
    return /[sq]/.test(String.fromCharCode(after)) ? "windows" : "dos";
  }
  if (isSmall(before)) return "windows";
  // "BAÚ" ends with capitals. Of words of two letters there are PÓ and SÓ in DOS, Pé and Fé in Windows.
  if (isAscii(before)) {
    if (isLetter(first)) return isSmall(first) ? "unclear" : "dos";
    return byte === 0xe9 ? "windows" : "dos";
  }
  // "à vista"; no word of one letter is Ó, Ô, â or é but that.
  return isLetter(before) || byte !== 0xe0 ? "unclear" : "windows";
}

/** Ç in Windows and Ã in DOS: Ç stands before A, O and U; Ã before E, I and O, or ends the word. */
function cedillaOrTilde(before: number, after: number): keyof PageVotes {
  const [last, next] = [String.fromCharCode(before), String.fromCharCode(after)];
  if (/[AU\xC3\xD5]/i.test(next)) return "windows";
  if (!/O/i.test(next)) return "dos";
  if (/[AOU]/i.test(last)) return "windows";
  // PREÇO and LEÃO, SERVIÇO and AVIÃO, LENÇO and ANÃO, REFORÇO and GRÃO.
  return /[EINR]/i.test(last) ? "unclear" : "dos";
}

const isSmall = (byte: number) => byte >= 0x61 && byte <= 0x7a;
const isAscii = (byte: number) => (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a);
const isDigit = (byte: number) => byte >= 0x30 && byte <= 0x39;
const isLetter = (byte: number) => isAscii(byte) || byte >= 0xc0;
