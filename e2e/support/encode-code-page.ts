const UPPER_HALF = {
  850: "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u00AD±‗¾¶§÷¸°¨·¹³²■\u00A0",
  macintosh:
    "ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü†°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø¿¡¬√ƒ≈∆«»…\u00A0ÀÃÕŒœ–—“”‘’÷◊ÿŸ⁄€‹›ﬁﬂ‡·‚„‰ÂÊÁËÈÍÎÏÌÓÔ\uF8FFÒÚÛÙıˆ˜¯˘˙˚¸˝˛ˇ",
} as const;

/** Text in an old code page, as programs of DOS and of the old Macintosh write it. */
export function encodeCodePage(text: string, page: keyof typeof UPPER_HALF): Buffer {
  return Buffer.from(
    [...text].map((letter) => {
      const at = UPPER_HALF[page].indexOf(letter);
      if (letter >= "\x80" && at < 0) throw new Error(`${letter} is in no code page ${page}`);
      return letter < "\x80" ? letter.charCodeAt(0) : 0x80 + at;
    }),
  );
}
