import { webcrypto } from 'node:crypto'
import { recordAudit } from '../../operations/audit.ts'
import type { House } from '../../operations/house.ts'
import { addSeconds, days, newId } from '../../platform/index.ts'
import type { Transaction } from '../../store/index.ts'
import {
  createSamlKey,
  findSamlKeys,
  lockSamlKeys,
  moveSamlKeys,
  type SamlKey,
  type SamlKeyState,
} from '../../store/saml-keys.ts'

export type SamlKeyHouse = Pick<House, 'db' | 'sealer' | 'settings'>
/**
 * A roll-over has three steps, since people at insurers take certificates by hand: `publish` puts a second certificate
 * into the metadata, `activate` signs with it, `retire` stops opening what was encrypted for the one before.
 */
export type SamlKeyStep = 'publish' | 'activate' | 'retire'

/** Insurers renew what we are by hand: rarely enough, and before any list of broken sizes reaches 3072 bits. */
const certificateDays = 5 * 365

/** Our key pairs, the one that signs first. Makes the first where there is none: of several instances one does. */
export async function findOrMakeSamlKeys(house: SamlKeyHouse, at: Date): Promise<readonly [SamlKey, ...SamlKey[]]> {
  const [first, ...others] = await findSamlKeys(house.db, house.sealer)
  if (first) return [first, ...others]
  await house.db.transaction().execute(async tx => {
    await lockSamlKeys(tx)
    if ((await findSamlKeys(tx, house.sealer)).length === 0) await makeKey(tx, house, 'active', at, 'system:keys')
  })
  const [made, ...rest] = await findSamlKeys(house.db, house.sealer)
  if (!made) throw new Error('the SAML key that was made is gone')
  return [made, ...rest]
}

/** @returns whether something changed: a step that was done changes nothing */
export async function rotateSamlKeys(
  house: SamlKeyHouse,
  at: Date,
  options: { readonly step: SamlKeyStep; readonly actor: string },
): Promise<boolean> {
  return house.db.transaction().execute(async tx => {
    await lockSamlKeys(tx)
    const states = (await findSamlKeys(tx, house.sealer)).map(({ state }) => state)
    if (options.step === 'publish') {
      if (states.includes('next')) return false
      await makeKey(tx, house, states.includes('active') ? 'next' : 'active', at, options.actor)
      return true
    }
    if (options.step === 'activate' && !states.includes('next')) return false
    const moves: readonly { from: SamlKeyState; to: SamlKeyState }[] =
      options.step === 'retire'
        ? [{ from: 'retiring', to: 'retired' }]
        : [
            { from: 'active', to: 'retiring' },
            { from: 'next', to: 'active' },
          ]
    let moved = 0
    for (const move of moves) moved += await moveSamlKeys(tx, house.sealer, move)
    if (moved > 0) await audit(tx, house, options.step === 'retire' ? 'retired' : 'active', at, options.actor)
    return moved > 0
  })
}

/** Days before the end of our certificate from which on operators are told, once a day. */
const noticeDays = 60

/** Tells operators, in the log, that insurers will need another certificate of us soon. For the worker. */
export async function warnOfSamlKey(house: SamlKeyHouse & Pick<House, 'log'>, at: Date): Promise<void> {
  const keys = await findSamlKeys(house.db, house.sealer)
  const [active] = keys
  if (!active || keys.some(({ state }) => state === 'next') || active.notAfter > addSeconds(at, days(noticeDays)))
    return
  house.log.warn('saml-key.ends', { kid: active.id })
}

async function makeKey(
  tx: Transaction,
  house: SamlKeyHouse,
  state: SamlKeyState,
  at: Date,
  actor: string,
): Promise<void> {
  const notAfter = addSeconds(at, days(certificateDays))
  const made = await selfSigned(new URL(house.settings.issuer).hostname, at, notAfter)
  await createSamlKey(tx, house.sealer, { id: newId(), state, notAfter, ...made }, at)
  await audit(tx, house, state, at, actor)
}

const audit = (tx: Transaction, house: SamlKeyHouse, state: SamlKeyState, at: Date, actor: string) =>
  recordAudit(tx, house, {
    type: `saml-key.${state}`,
    outcome: 'success',
    actor,
    correlationId: `saml-keys-${at.getTime()}`,
  })

/** A certificate only carries the key here: insurers believe it because of where they got it. */
export async function selfSigned(
  name: string,
  notBefore: Date,
  notAfter: Date,
  modulusLength = 3072,
): Promise<{ readonly certificate: string; readonly privateKey: string }> {
  // the library wants this first; both are loaded by the one instance that makes a key
  await import('reflect-metadata')
  const { BasicConstraintsExtension, KeyUsageFlags, KeyUsagesExtension, PemConverter, X509CertificateGenerator } =
    await import('@peculiar/x509')
  const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }
  const size = { modulusLength, publicExponent: new Uint8Array([1, 0, 1]) }
  const keys = await webcrypto.subtle.generateKey({ ...algorithm, ...size }, true, ['sign', 'verify'])
  const certificate = await X509CertificateGenerator.createSelfSigned(
    {
      name: [{ CN: [name] }],
      notBefore,
      notAfter,
      keys: keys as CryptoKeyPair,
      signingAlgorithm: algorithm,
      extensions: [
        new BasicConstraintsExtension(false),
        new KeyUsagesExtension(KeyUsageFlags.digitalSignature | KeyUsageFlags.keyEncipherment),
      ],
    },
    webcrypto as Crypto,
  )
  const privateKey = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey)
  return { certificate: certificate.toString('pem'), privateKey: PemConverter.encode(privateKey, 'PRIVATE KEY') }
}
