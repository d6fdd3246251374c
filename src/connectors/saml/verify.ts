import { promisify } from 'node:util'
import type { SamlKey } from '../../store/saml-keys.ts'
import { invalid } from '../refusal.ts'
import { loadSaml } from './library.ts'
import { parseStrictly } from './xml.ts'

export interface Signed {
  /** base64, as it came */
  readonly samlResponse: string
  readonly requestId: string
  readonly askedAt: Date
  /** entity id and address of our end */
  readonly entityId: string
  readonly acs: string
  readonly isResponseSigned: boolean
  readonly isAssertionSigned: boolean
  /** PEM of those that the insurer signs with. */
  readonly certificates: readonly string[]
  /** The one that opened an encrypted assertion. */
  readonly key?: SamlKey
}

/**
 * Lets node-saml verify the signatures, every one that there is, and answers with the assertion out of the very bytes
 * that were signed. Which conditions it has to meet is judged by `assertion.ts`, on that.
 * @throws Refused
 */
export async function verifiedAssertion(signed: Signed): Promise<Element> {
  const { SAML, ValidateInResponseTo } = await loadSaml()
  const saml = new SAML({
    idpCert: [...signed.certificates],
    issuer: signed.entityId,
    callbackUrl: signed.acs,
    wantAuthnResponseSigned: signed.isResponseSigned,
    wantAssertionsSigned: signed.isAssertionSigned || !signed.isResponseSigned,
    ...(signed.key ? { decryptionPvk: signed.key.privateKey } : {}),
    // ours to judge, each with a reason of its own
    audience: false,
    acceptedClockSkewMs: -1,
    validateInResponseTo: ValidateInResponseTo.always,
    cacheProvider: {
      saveAsync: async () => null,
      getAsync: async id => (id === signed.requestId ? new Date().toISOString() : null),
      removeAsync: async () => null,
    },
  })
  const xml = await saml.validatePostResponseAsync({ SAMLResponse: signed.samlResponse }).then(
    ({ profile }) => profile?.getAssertionXml?.(),
    () => undefined,
  )
  if (xml === undefined) throw invalid('bad-signature')
  return parseStrictly(xml)
}

/** Opens an assertion with whichever of our keys the insurer had. @throws Refused */
export async function decrypted(
  encrypted: Element,
  keys: readonly SamlKey[],
): Promise<{ readonly assertion: Element; readonly key: SamlKey }> {
  const { default: xmlenc } = await import('xml-encryption')
  const decrypt = promisify(xmlenc.decrypt) as (xml: string, options: object) => Promise<string>
  const options = { disallowDecryptionWithInsecureAlgorithm: true, warnInsecureAlgorithm: false }
  for (const key of keys) {
    const text = await decrypt(String(encrypted), { ...options, key: key.privateKey }).catch(() => undefined)
    if (text !== undefined) return { assertion: parseStrictly(text), key }
  }
  throw invalid('not-decrypted')
}
