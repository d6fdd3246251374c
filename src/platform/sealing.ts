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
  /** Format: key id (1 byte), nonce (12), tag (16), ciphertext. The purpose is additional authenticated data. */
  seal(purpose: string, plain: string | Buffer): Buffer
  /** @throws Error where the value was altered, sealed for another purpose, or its key is gone. */
  open(purpose: string, sealed: Buffer): Buffer
  sealJson(purpose: string, value: unknown): Buffer
  openJson<T>(purpose: string, sealed: Buffer): T
  /** Keyed hash of a *normalised* value, 32 bytes; equality search over sealed data, and hashes of tokens and codes. */
  index(purpose: string, value: string): Buffer
}

const nonceBytes = 12
const tagBytes = 16

/** Builds the sealer that one running instance uses. A purpose's key is derived once (HKDF, RFC 5869) and kept. */
export function createSealer(keyring: Keyring): Sealer {
  // key objects: a raw buffer is made into one at every call, which costs several times what the cipher does
  const derived = new Map<string, KeyObject>()
  const keyFor = (secret: Buffer, keyName: string, purpose: string): KeyObject => {
    const name = `${keyName}:${purpose}`
    let key = derived.get(name)
    if (!key) {
      key = createSecretKey(Buffer.from(hkdfSync('sha256', secret, Buffer.alloc(0), name, 32)))
      derived.set(name, key)
    }
    return key
  }
  const byId = new Map(keyring.sealing.map(key => [key.id, key]))

  const sealer: Sealer = {
    seal(purpose, plain) {
      const key = keyring.sealing[0]
      const nonce = randomBytes(nonceBytes)
      const cipher = createCipheriv('aes-256-gcm', keyFor(key.secret, `seal${key.id}`, purpose), nonce)
      cipher.setAAD(Buffer.from(purpose))
      const body = Buffer.concat([
        typeof plain === 'string' ? cipher.update(plain, 'utf8') : cipher.update(plain),
        cipher.final(),
      ])
      return Buffer.concat([Buffer.from([key.id]), nonce, cipher.getAuthTag(), body])
    },
    open(purpose, sealed) {
      const key = byId.get(sealed[0] ?? 0)
      if (!key || sealed.length < 1 + nonceBytes + tagBytes)
        throw new Error(`cannot open a sealed ${purpose}: unknown key`)
      const nonce = sealed.subarray(1, 1 + nonceBytes)
      const tag = sealed.subarray(1 + nonceBytes, 1 + nonceBytes + tagBytes)
      const decipher = createDecipheriv('aes-256-gcm', keyFor(key.secret, `seal${key.id}`, purpose), nonce)
      decipher.setAAD(Buffer.from(purpose))
      decipher.setAuthTag(tag)
      return Buffer.concat([decipher.update(sealed.subarray(1 + nonceBytes + tagBytes)), decipher.final()])
    },
    sealJson: (purpose, value) => sealer.seal(purpose, JSON.stringify(value)),
    openJson: (purpose, sealed) => JSON.parse(sealer.open(purpose, sealed).toString('utf8')),
    index: (purpose, value) =>
      createHmac('sha256', keyFor(keyring.index, 'index', purpose))
        .update(value)
        .digest(),
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
