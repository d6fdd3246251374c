import { type Settings, settingsSchema } from '../../src/settings/index.ts'
import { testWrappingKeys } from './names.ts'

const secret = (name: string) => Buffer.alloc(32, name).toString('base64')

export interface TestSettings {
  readonly databaseUrl: string
  readonly port: number
  readonly inbox?: { readonly port: number; readonly smtpPort: number }
  /** In place of the top-level groups; `database` is merged. */
  readonly over?: Partial<{ [G in keyof Settings]: unknown }>
}

/** Settings of one instance under test: real hashing parameters, real SMTP, everything on loopback. */
export const testSettings = ({ databaseUrl, port, inbox, over }: TestSettings): Settings =>
  settingsSchema.parse({
    issuer: `http://localhost:${port}`,
    environment: 'test',
    listen: { host: '127.0.0.1', port, operations_port: 0, drain_seconds: 0 },
    keys: {
      wrapping: [...testWrappingKeys],
      pepper: secret('pepper of the tests'),
      cookies: [secret('cookies of the tests')],
    },
    // every test comes from one address, and writes to one block of numbers
    // no test waits; that answers are paced is shown by one with a timer of its own
    matching: { answer_ms: 0 },
    limits: { address_points: 100_000, anonymous_network_sends: 100_000, anonymous_prefix_sends: 100_000 },
    delivery: inbox
      ? {
          email: { gateway: 'smtp', smtp_url: `smtp://127.0.0.1:${inbox.smtpPort}` },
          sms: { gateway: 'inbox' },
          voice: { gateway: 'inbox' },
          inbox: { url: `http://127.0.0.1:${inbox.port}` },
          countries: ['US', 'CA', 'ES'],
        }
      : { countries: ['US', 'CA', 'ES'] },
    // a busy machine is no insurer that hangs: `federation.timeout_ms` alone limits what is asked of one
    outbound: { allow: ['127.0.0.0/8', '::1/128'], timeout_ms: 20_000 },
    log: { level: 'silent' },
    ...over,
    // fifty at once on a busy machine wait for each other instead of being sent away
    database: { url: databaseUrl, pool: 10, wait_ms: 10_000, ...(over?.database as object | undefined) },
  })
