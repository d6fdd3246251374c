/**
 * The insurers that a person's account can be opened with: one more, one less. Invariant: each change is made on a fresh
 * proof and told at every contact; the last way in cannot go; one identity at an insurer opens one account.
 */
export { linkInsurer } from './link.ts'
export { texts as ownInsurersTexts } from './texts.ts'
export { unlinkInsurer } from './unlink.ts'
