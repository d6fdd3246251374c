import { createHash, createSign, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto'
import { notes } from './canaries.ts'

/** What an honest authenticator and browser would say, and what a test makes them say instead. */
export interface Circumstance {
  readonly origin?: string
  readonly rpId?: string
  readonly challenge?: string
  readonly type?: string
  readonly crossOrigin?: boolean
  readonly isUserVerified?: boolean
  /** Signature counter to send, in place of the next one. */
  readonly counter?: number
  readonly userHandle?: string
  readonly credentialId?: string
  /** Signs with a key that is not the credential's. */
  readonly isForged?: boolean
}
interface Credential {
  readonly id: string
  readonly userHandle: string
  readonly rpId: string
  readonly key: KeyObject
  readonly publicKey: Buffer
  counter: number
}
// biome-ignore lint/suspicious/noExplicitAny: options as they come over the wire
type Options = any

const sha256 = (data: Buffer | string) => createHash('sha256').update(data).digest()
const base64url = (data: Buffer | string) => Buffer.from(data).toString('base64url')

/** CBOR of the few shapes that are needed (RFC 8949 §3). */
const head = (major: number, length: number): Buffer =>
  length < 24
    ? Buffer.from([(major << 5) | length])
    : length < 256
      ? Buffer.from([(major << 5) | 24, length])
      : Buffer.from([(major << 5) | 25, length >> 8, length & 255])
const text = (value: string): Buffer => Buffer.concat([head(3, value.length), Buffer.from(value)])
const bytes = (value: Buffer): Buffer => Buffer.concat([head(2, value.length), value])

const flags = { present: 1, verified: 4, syncable: 8, synced: 16, attested: 64 }

/** An authenticator and its browser in software: ES256, no attestation; it does what a test tells it to. */
export class SoftAuthenticator {
  readonly origin: string
  readonly isSynced: boolean
  readonly credentials: Credential[] = []

  constructor(origin: string, { isSynced = false }: { readonly isSynced?: boolean } = {}) {
    this.origin = origin
    this.isSynced = isSynced
  }

  /** Makes a passkey. @returns the field `passkey` of the form */
  create(options: Options, how: Circumstance = {}): string {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
    const id = randomBytes(32)
    const credential: Credential = {
      id: base64url(id),
      userHandle: options.user.id,
      rpId: options.rp.id,
      key: privateKey,
      // COSE_Key (RFC 9053 §7.1): EC2, ES256, P-256
      publicKey: Buffer.concat([
        Buffer.from([0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21]),
        bytes(Buffer.from(x, 'base64url')),
        Buffer.from([0x22]),
        bytes(Buffer.from(y, 'base64url')),
      ]),
      counter: 0,
    }
    notes('credential id', credential.id)
    this.credentials.push(credential)
    const attested = Buffer.concat([Buffer.alloc(16), Buffer.from([0, id.length]), id, credential.publicKey])
    const authData = this.authenticatorData(credential, how, attested)
    const attestationObject = Buffer.concat([
      head(5, 3),
      text('fmt'),
      text('none'),
      text('attStmt'),
      head(5, 0),
      text('authData'),
      bytes(authData),
    ])
    return JSON.stringify({
      id: credential.id,
      rawId: credential.id,
      type: 'public-key',
      authenticatorAttachment: 'platform',
      clientExtensionResults: { credProps: { rk: true } },
      response: {
        clientDataJSON: base64url(this.clientData('webauthn.create', options, how)),
        attestationObject: base64url(attestationObject),
        transports: ['internal'],
      },
    })
  }

  /** Answers with a passkey that it has. @returns the field `passkey` of the form */
  get(options: Options, how: Circumstance = {}): string {
    const allowed = (options.allowCredentials ?? []) as { id: string }[]
    const credential = this.credentials.find(
      ({ id, rpId }) => rpId === options.rpId && (allowed.length === 0 || allowed.some(one => one.id === id)),
    )
    if (!credential) throw new Error('this device has no such passkey')
    const authData = this.authenticatorData(credential, how)
    const clientData = this.clientData('webauthn.get', options, how)
    const key = how.isForged ? generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey : credential.key
    const signature = createSign('sha256')
      .update(Buffer.concat([authData, sha256(clientData)]))
      .sign(key)
    const id = how.credentialId ?? credential.id
    return JSON.stringify({
      id,
      rawId: id,
      type: 'public-key',
      authenticatorAttachment: 'platform',
      clientExtensionResults: {},
      response: {
        clientDataJSON: base64url(clientData),
        authenticatorData: base64url(authData),
        signature: base64url(signature),
        userHandle: how.userHandle ?? credential.userHandle,
      },
    })
  }

  private clientData(type: string, options: Options, how: Circumstance): string {
    return JSON.stringify({
      type: how.type ?? type,
      challenge: how.challenge ?? options.challenge,
      origin: how.origin ?? this.origin,
      crossOrigin: how.crossOrigin ?? false,
    })
  }
  private authenticatorData(credential: Credential, how: Circumstance, attested?: Buffer): Buffer {
    credential.counter += 1
    const counter = Buffer.alloc(4)
    counter.writeUInt32BE(how.counter ?? credential.counter)
    const flag =
      flags.present |
      ((how.isUserVerified ?? true) ? flags.verified : 0) |
      (this.isSynced ? flags.syncable | flags.synced : 0) |
      (attested ? flags.attested : 0)
    return Buffer.concat([
      sha256(how.rpId ?? credential.rpId),
      Buffer.from([flag]),
      counter,
      ...(attested ? [attested] : []),
    ])
  }
}
