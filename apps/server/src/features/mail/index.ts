export { deliverMail, settleInterrupted } from './deliver-mail.ts';
export type { DeliveryParts, Mail, SendMail, SendOutcome } from './parts.ts';
export { queueReports } from './queue-reports.ts';
export { readSubscription } from './read-subscription.ts';
export { createSubscriptionHandlers } from './subscription-handlers.ts';
