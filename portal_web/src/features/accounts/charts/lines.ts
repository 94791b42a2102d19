/** The three lines of the chart, in the order of their tones. */
export const lines = [
  { tone: 1, key: 'amortization.balance' },
  { tone: 2, key: 'paid.principal' },
  { tone: 3, key: 'paid.interest' },
] as const;
