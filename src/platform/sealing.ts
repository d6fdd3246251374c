import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto'

/** A 256-bit data key as the keyring holds it in memory; at rest it is wrapped by a key outside the database. */
export interface DataKey {
  /** 1–255: the first byte of every sealed value, so that old values stay readable while keys rotate. */
  readonly id: number
  readonly secret: Buffer
}

export interface Keyring {
  /** Newest first; the first seals, all open. */
  readonly sealing: readonly [DataKey, ...DataKey[]]
  /** One key for blind indexes and token hashes; changing it means re-indexing. */
  readonly index: Buffer
}

/**
 * Seals personal data and secrets (AES-256-GCM; NIST SP 800-38D) and makes blind indexes (HMAC-SHA-256).
 * The purpose is bound to every value: what was sealed, indexed or hashed for one purpose opens nothing else.
 * Purposes are `table.column` or `kind.use`, for example `patients.demographics`, `account.username`, `link.invitation`.
 */
export interface Sealer {
  /** Id of the data key that seals now. */
  readonly sealingKeyId: number
  /** Format: key id (1 byte), nonce (12), tag (16), ciphertext. The purpose is additional authenticated data. */
  seal(purpose: string, plain: string | Buffer): Buffer
  /** @throws Error where the value was altered, sealed for another purpose, or its key is gone. */
  open(purpose: string, sealed: Buffer): Buffer
  sealJson(purpose: string, value: unknown): Buffer
  openJson<T>(purpose: string, sealed: Buffer): T
  /** Keyed hash of a *normalised* value, 32 bytes; equality search over sealed data, and hashes of tokens and codes. */
  index(purpose: string, value: string): Buffer
}

/** A sealer whose data keys are changed while it is in use. */
export interface RenewableSealer extends Sealer {
  /** From now on these keys seal and open. The index key is not changed: see docs/decisions/key-rotation.md. */
  renew(keyring: Keyring): void
  /** Is told of a value whose key is not known here: another instance may know it since a moment. */
  onUnknownKey: () => void
}

interface PurposeKey {
  readonly key: KeyObject
  readonly associated: Buffer
}

const nonceBytes = 12
const noncesAtOnce = 256
let nonces = Buffer.alloc(0)
/** Asking the system for twelve bytes costs as much as for thousands. Each is handed out once. */
function nextNonce(): Buffer {
  if (nonces.length === 0) nonces = randomBytes(nonceBytes * noncesAtOnce)
  const nonce = nonces.subarray(0, nonceBytes)
  nonces = nonces.subarray(nonceBytes)
  return nonce
}
const tagBytes = 16

/** Builds the sealer that one running instance uses. A purpose's key is derived once (HKDF, RFC 5869) and kept. */
export function createSealer(keyring: Keyring): RenewableSealer {
  // key objects: a raw buffer is made into one at every call, which costs several times what the cipher does
  const keysOf = (secret: Buffer, keyName: string) => {
    const derived = new Map<string, PurposeKey>()
    return (purpose: string): PurposeKey => {
      let key = derived.get(purpose)
      if (!key) {
        const bytes = hkdfSync('sha256', secret, Buffer.alloc(0), `${keyName}:${purpose}`, 32)
        key = { key: createSecretKey(Buffer.from(bytes)), associated: Buffer.from(purpose) }
        derived.set(purpose, key)
      }
      return key
    }
  }
  const sealingKeysOf = ({ sealing }: Keyring) =>
    new Map(sealing.map(({ id, secret }) => [id, keysOf(secret, `seal${id}`)]))
  let byId = sealingKeysOf(keyring)
  let sealingId = Buffer.from([keyring.sealing[0].id])
  let sealingKey = keysOf(keyring.sealing[0].secret, `seal${keyring.sealing[0].id}`)
  const indexKey = keysOf(keyring.index, 'index')

  const sealer: RenewableSealer = {
    get sealingKeyId() {
      return sealingId[0] as number
    },
    renew(next) {
      const [first] = next.sealing
      byId = sealingKeysOf(next)
      sealingId = Buffer.from([first.id])
      sealingKey = keysOf(first.secret, `seal${first.id}`)
    },
    onUnknownKey: () => {},
    seal(purpose, plain) {
      const { key, associated } = sealingKey(purpose)
      const nonce = nextNonce()
      const cipher = createCipheriv('aes-256-gcm', key, nonce)
      cipher.setAAD(associated)
      const body = typeof plain === 'string' ? cipher.update(plain, 'utf8') : cipher.update(plain)
      // the mode is a stream cipher: nothing is left over for the end
      cipher.final()
      return Buffer.concat([sealingId, nonce, cipher.getAuthTag(), body])
    },
    open(purpose, sealed) {
      const keys = byId.get(sealed[0] ?? 0)
      if (!keys) sealer.onUnknownKey()
      if (!keys || sealed.length < 1 + nonceBytes + tagBytes)
        throw new Error(`cannot open a sealed ${purpose}: unknown key`)
      const nonce = sealed.subarray(1, 1 + nonceBytes)
      const tag = sealed.subarray(1 + nonceBytes, 1 + nonceBytes + tagBytes)
      const { key, associated } = keys(purpose)
      const decipher = createDecipheriv('aes-256-gcm', key, nonce)
      decipher.setAAD(associated)
      decipher.setAuthTag(tag)
      const plain = decipher.update(sealed.subarray(1 + nonceBytes + tagBytes))
      // throws where the tag does not fit: nothing of an altered value gets out
      decipher.final()
      return plain
    },
    sealJson: (purpose, value) => sealer.seal(purpose, JSON.stringify(value)),
    openJson: (purpose, sealed) => JSON.parse(sealer.open(purpose, sealed).toString('utf8')),
    index: (purpose, value) => createHmac('sha256', indexKey(purpose).key).update(value).digest(),
  }
  return sealer
}

/** Wraps a data key under a key-encryption key held outside the database (settings `keys.wrapping`). */
export function wrapDataKey(wrapping: Buffer, secret: Buffer): Buffer {
  return createSealer({ sealing: [{ id: 1, secret: wrapping }], index: wrapping }).seal('data-key', secret)
}

/** @throws Error where the wrapping key is not the one that wrapped it. */
export function unwrapDataKey(wrapping: Buffer, wrapped: Buffer): Buffer {
  return createSealer({ sealing: [{ id: 1, secret: wrapping }], index: wrapping }).open('data-key', wrapped)
}
