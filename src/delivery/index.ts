/**
 * Delivery: texts, calls and mails, from request to gateway, through an outbox written in the transaction of the change.
 * May not decide who is told what: flows and operations do. Invariant: a message's body exists in the database only
 * sealed, and only until it is delivered or expired.
 */
export * from './contract.ts'
export * from './delivery.ts'
export * from './gateways/index.ts'
export * from './outbox.ts'
export { type Reached, reachGateways } from './reach.ts'
export { type RenderContext, renderMessage } from './render.ts'
export { texts as deliveryTexts } from './texts.ts'
export * from './worker.ts'
