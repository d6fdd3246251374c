import { createHmac, createSecretKey, timingSafeEqual } from 'node:crypto'

/**
 * Signs cookies with the newest key and accepts those of all, in the shape that the cookie library asks for. Its own
 * default hashes four times for each cookie that it reads.
 */
export function cookieKeys(secrets: readonly string[]) {
  const keys = secrets.map(secret => createSecretKey(Buffer.from(secret)))
  const signed = (data: string, index: number): string => {
    const key = keys[index]
    if (!key) throw new Error('keys.cookies is empty: cookies would not be signed')
    return createHmac('sha256', key).update(data).digest('base64url')
  }
  const index = (data: string, digest: string): number =>
    keys.findIndex((_key, each) => {
      const [expected, sent] = [Buffer.from(signed(data, each)), Buffer.from(digest)]
      return expected.length === sent.length && timingSafeEqual(expected, sent)
    })
  return {
    sign: (data: string): string => signed(data, 0),
    index,
    verify: (data: string, digest: string) => index(data, digest) >= 0,
  }
}
