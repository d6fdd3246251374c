import { z } from 'zod'
import { acrLevels } from '../assurance.ts'
import { objectId } from './client.ts'

const webAddress = z.url({ protocol: /^https?$/, error: 'must be an http or https address' })
const attribute = z.string().min(1).max(200)

/**
 * Under which name the insurer sends what Vestibule reads. `subject` is left out where it is the protocol's own: `sub`
 * of OpenID Connect, the NameID of SAML.
 */
const claims = z.strictObject({
  subject: attribute.optional(),
  member_id: attribute.optional(),
  given_name: attribute.optional(),
  family_name: attribute.optional(),
  birthdate: attribute.optional(),
  phone: attribute.optional(),
  email: attribute.optional(),
})

const common = {
  kind: z.literal('insurer').default('insurer'),
  id: objectId,
  name: z.string().min(1).max(100),
  /** What stands on the member's card: people look for that. */
  plans: z.array(z.string().min(1).max(100)).max(200).default([]),
  /** Path of a picture that this service serves itself: pages load nothing from elsewhere. */
  logo: z
    .string()
    .regex(/^\/(?!\/)[\w./-]+$/, { error: 'must be a path on this service, such as /assets/commonwealth.svg' })
    .optional(),
  claims: claims.prefault({}),
  assurance: z
    .strictObject({
      /** What a sign-in there counts for at most, whatever it says of itself. */
      ceiling: z.enum(acrLevels).default('urn:vestibule:aal1'),
      /** Its `acr` (SAML: AuthnContextClassRef) to ours; what stands not here is aal1. */
      map: z.record(z.string().min(1), z.enum(acrLevels)).default({}),
    })
    .prefault({}),
  linking: z
    .strictObject({
      /** Member id, name and birth date that fit exactly one record, and a code to its contact of record. */
      by_member_id: z.boolean().default(false),
      /** Identifiers under which clinics record this payer with a member id; the insurer's own id where left out. */
      payers: z.array(z.string().min(1).max(100)).max(50).optional(),
      /** A member id that the clinic checked at check-in links without a code. */
      trusted_at_check_in: z.boolean().default(false),
    })
    .prefault({}),
  /** Where it is offered; every organisation where left out. */
  organizations: z.array(objectId).min(1).optional(),
  /** Clients whose people see it; every one of those organisations where left out. */
  clients: z.array(objectId).min(1).optional(),
  enabled: z.boolean().default(true),
}

const oidcInsurer = z.strictObject({
  ...common,
  protocol: z.literal('oidc'),
  issuer: webAddress,
  client: z.discriminatedUnion('auth', [
    /** Signed with this service's own key, which the insurer finds at `/jwks` (RFC 7523). */
    z.strictObject({ id: z.string().min(1), auth: z.literal('private_key_jwt') }),
    z.strictObject({
      id: z.string().min(1),
      auth: z.enum(['client_secret_basic', 'client_secret_post']),
      /** In files: a reference (`env:NAME`, `file:PATH`). Never kept in the stored object. */
      secret: z.string().min(1).optional(),
    }),
  ]),
  scopes: z.array(z.string().min(1)).default(['openid', 'profile']),
  /** Asks the insurer for this `acr`. */
  acr_values: z.array(z.string().min(1)).optional(),
  /** A network of insurers behind one issuer (UDAP tiered OAuth): sent on as `idp`. */
  idp: webAddress.optional(),
})

const samlInsurer = z
  .strictObject({
    ...common,
    protocol: z.literal('saml'),
    metadata_url: webAddress.optional(),
    /** In files: the metadata itself, by reference `file:PATH`. In the stored object: its text (XML). */
    metadata_file: z.string().min(1).optional(),
    /** Which of several entities in the metadata; its only one where left out. */
    entity_id: z.string().min(1).optional(),
    sign_requests: z.boolean().default(true),
    /** Assertions that are not encrypted are refused. */
    want_encrypted: z.boolean().default(false),
    authn_context: z.array(z.string().min(1)).optional(),
  })
  .refine(value => (value.metadata_url === undefined) !== (value.metadata_file === undefined), {
    error: 'needs either metadata_url or metadata_file',
  })

/** A health plan whose members sign in with it, as files, the operator API and the database have it (CONTRACT.md). */
export const insurerObject = z.discriminatedUnion('protocol', [oidcInsurer, samlInsurer])

export type InsurerObject = z.output<typeof insurerObject>
export type InsurerObjectInput = z.input<typeof insurerObject>
export type OidcInsurer = Extract<InsurerObject, { protocol: 'oidc' }>
export type SamlInsurer = Extract<InsurerObject, { protocol: 'saml' }>
