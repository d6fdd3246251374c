/**
 * Http: the Koa server of the hosted pages: addresses, cookies, CSRF, headers, errors, rendering. It may not know what a
 * flow's steps mean, nor read a table that belongs to them. Invariant: a GET changes nothing, and nothing leaves this
 * floor but a page, a redirect, or a problem that was written for the one who reads it.
 */
export type { Csrf, Drawn } from './csrf.ts'
export { languageOf, languageSwitchOf } from './frame.ts'
export { redirect } from './replies.ts'
export { createHttp, type Frame, type HttpParts } from './server.ts'
export { httpTexts } from './texts.ts'
