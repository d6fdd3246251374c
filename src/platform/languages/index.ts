/**
 * Languages: turns text references into words and chooses the language of a request. Knows no page and no store.
 * Invariant: whatever the texts promise (every language, parsable, the same values in each) is checked before the
 * first request, so that a page never finds a text broken.
 */
export { checkOverride, type UnfitOverride } from './check.ts'
export * from './negotiate.ts'
export * from './translators.ts'
