/**
 * The audit for others: pulled by cursor, or sent to a receiver, in the order of the chain, at least once. Invariant: what
 * leaves holds no person and no secret, unless the settings say so.
 */
export { readStreamCursor, streamCursorAt } from './cursors.ts'
export { type StreamEvent, streamViews } from './view.ts'
export { type AuditWebhook, openAuditWebhook, webhookRetryAfter } from './webhook.ts'
