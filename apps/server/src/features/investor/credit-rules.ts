/** The rules of credit of an item. */
export interface CreditRules {
  steps: { code: string; title: Record<string, string>; weight: number }[];
  startCreditBp: number;
}
