/** Set to 1 on what a page reads by itself while nobody touches it: that keeps no session alive. */
export const UNATTENDED_HEADER = "x-unattended";
/** The same for a page that is drawn again as a whole, on which no header can be set. */
export const UNATTENDED_COOKIE = "enlace.unattended";
