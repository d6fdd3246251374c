import { z } from 'zod'

/** Longest answer of a device that is looked at. */
export const responseLimit = 20_000

const base64url = z
  .string()
  .min(1)
  .max(16_384)
  .regex(/^[A-Za-z0-9_-]+$/)
const credential = { id: base64url, rawId: base64url, type: z.literal('public-key') }
/** What the browser says besides the answer: never used, so never looked into. */
const extensions = z.record(z.string(), z.unknown()).default({})
const attachment = z.enum(['platform', 'cross-platform']).optional().catch(undefined)
const transports = z
  .array(z.string().regex(/^[a-z-]{1,20}$/))
  .max(8)
  .default([])
  .catch([])

/** RegistrationResponseJSON (WebAuthn §5.1.8), as far as it is used. */
const registrationSchema = z.object({
  ...credential,
  response: z.object({ clientDataJSON: base64url, attestationObject: base64url, transports }),
  authenticatorAttachment: attachment,
  clientExtensionResults: extensions,
})
/** AuthenticationResponseJSON (WebAuthn §5.1.8), as far as it is used. */
const assertionSchema = z.object({
  ...credential,
  response: z.object({
    clientDataJSON: base64url,
    authenticatorData: base64url,
    signature: base64url,
    userHandle: base64url.optional().nullable(),
  }),
  authenticatorAttachment: attachment,
  clientExtensionResults: extensions,
})
const clientDataSchema = z.object({ challenge: base64url.max(200), crossOrigin: z.boolean().optional() })

export type RegistrationAnswer = z.output<typeof registrationSchema>
export type AssertionAnswer = z.output<typeof assertionSchema>

/** An answer whose shape is right, and the challenge that it claims to answer. Nothing of it is proven yet. */
export interface Read<A> {
  readonly answer: A
  readonly challenge: string
}

/** @returns undefined where it is no such answer, or was given inside another site's frame */
export const readRegistration = (sent: string): Read<RegistrationAnswer> | undefined => read(registrationSchema, sent)
export const readAssertion = (sent: string): Read<AssertionAnswer> | undefined => read(assertionSchema, sent)

function read<A extends { readonly response: { readonly clientDataJSON: string } }>(
  schema: z.ZodType<A>,
  sent: string,
): Read<A> | undefined {
  const answer = schema.safeParse(parsed(sent))
  if (!answer.success) return undefined
  const clientData = clientDataSchema.safeParse(
    parsed(Buffer.from(answer.data.response.clientDataJSON, 'base64url').toString('utf8')),
  )
  // our pages are in nobody's frame (frame-ancestors), so no honest answer comes from one
  if (!clientData.success || clientData.data.crossOrigin) return undefined
  return { answer: answer.data, challenge: clientData.data.challenge }
}

function parsed(text: string): unknown {
  if (text.length > responseLimit) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
