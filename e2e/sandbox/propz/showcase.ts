const DAY_MS = 86_400_000;

/** What the stand-in offers to a customer: a mass promotion, one of his own, and one that is over. */
export function makeShowcase(customerId: string, now: Date) {
  const day = (offset: number) =>
    new Date(now.getTime() + offset * DAY_MS).toISOString().slice(0, 10);
  const base = {
    active: true,
    minQuantity: 1,
    minAmount: 0,
    maxPerCustomer: -1,
    requiresIdentification: true,
    requiresActivation: false,
    startDate: `${day(-5)}T00:00:00Z`,
    endDate: `${day(25)}T23:59:59Z`,
    stores: [],
    legalText: "Enquanto durarem os estoques.",
  };
  const own = `personal-${customerId.slice(-4)}`;
  return {
    items: [
      {
        active: true,
        remainingMaxPerCustomer: -1,
        promotion: {
          ...base,
          uuid: "mass-0001",
          promotionId: "501",
          partnerPromotionId: "P501",
          promotionType: "MASSIVE",
          mechanic: "percent_off",
          discountPercent: 20,
          originalPrice: 12.9,
          properties: { PRODUCT_ID_INCLUSION: "1001,1002" },
        },
      },
      {
        active: true,
        remainingMaxPerCustomer: 1,
        promotion: {
          ...base,
          uuid: own,
          promotionId: "502",
          partnerPromotionId: "P502",
          promotionType: "PERSONALIZED",
          mechanic: "money_off",
          discountAmount: 5,
          originalPrice: 69.9,
          customerId,
          properties: { PRODUCT_ID_INCLUSION: "1002" },
        },
      },
      {
        active: false,
        remainingMaxPerCustomer: 0,
        promotion: {
          ...base,
          uuid: `${own}-old`,
          active: false,
          promotionType: "PERSONALIZED",
          mechanic: "reduced_price",
          finalPrice: 9.9,
          properties: {},
        },
      },
    ],
  };
}
