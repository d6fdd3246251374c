import { type Settings, settingsSchema } from '../../src/settings/index.ts'

const secret = Buffer.alloc(32, 7).toString('base64')

/** Settings of a test instance that differ from the defaults in their delivery only. */
export const settingsWith = (delivery: object = {}): Settings =>
  settingsSchema.parse({
    issuer: 'https://id.example.org',
    database: { url: 'postgres://localhost/none' },
    keys: { wrapping: [{ id: 'one', secret }], pepper: secret, cookies: [secret] },
    delivery,
  })
