/**
 * How long a cancellation waits for a document whose issuer is no branch: a purchase comes within
 * that, and what concerns somebody else's document is not kept for ever.
 */
export const WAIT_FOR_PURCHASE_DAYS = 90;
