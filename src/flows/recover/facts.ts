import { z } from 'zod'
import { challengeSchema, proofSchema } from '../../factors/index.ts'
import type { RecoveryLink } from '../../store/recovery-links.ts'

/** The first proof: somebody reads the messages of this account, or proved something else that was left to them. */
export const openedSchema = z.object({
  /** id of the link's row, which decides who may finish */
  link: z.string(),
  accountId: z.string(),
  /** where the message went: no second proof reaches the same place */
  to: z.object({ kind: z.enum(['phone', 'email']), value: z.string() }),
  origin: z.enum(['message', 'password', 'recovery-code', 'caller', 'in-person']).default('message'),
  /** whose staff began it */
  staffOrganization: z.string().optional(),
})

/** @returns the fact that an opened link makes */
export const openedBy = ({ id, accountId, contact, origin, staffOrganization }: RecoveryLink) => ({
  link: id,
  accountId,
  to: contact,
  origin,
  ...(staffOrganization ? { staffOrganization } : {}),
})

/** What a recovery has established. `asked` is absent where a link began it. */
export const recoverFacts = z.object({
  asked: z.object({ typed: z.string(), resendAt: z.coerce.date() }).optional(),
  /** "I cannot read these messages" was pressed. */
  codeWanted: z.boolean().optional(),
  opened: openedSchema,
  secondChallenge: challengeSchema.optional(),
  secondAnother: z.boolean().optional(),
  secondProof: proofSchema.optional(),
  /** The contact of record that must come along with a security question. */
  recordChallenge: challengeSchema.optional(),
  recordAnother: z.boolean().optional(),
  recordProof: proofSchema.optional(),
  /** "I have no way to confirm" was pressed. */
  waitWanted: z.boolean().optional(),
  /** Never given: that page leads on by time alone. */
  waited: z.never().optional(),
  newPassword: z.union([z.object({ hash: z.string() }), z.object({ isKept: z.literal(true) })]),
})
export type RecoverFacts = z.output<typeof recoverFacts>

/** A link that was opened in some browser: the token, and the press on its one button. */
export const linkFacts = z.object({ token: z.string(), pressed: z.literal(true), read: z.literal(true).optional() })
export type LinkFacts = z.output<typeof linkFacts>
