import { z } from 'zod'

/**
 * The process settings: one zod schema, from which docs/settings.md is generated. Every key has a description; a secret
 * is marked by `secret()`: in files it may only be a reference (`env:NAME`, `file:PATH`), in memory it is the value.
 */
const secretMark = new WeakSet<z.ZodType>()
const secret = (description: string) => {
  const schema = z.string().min(1).describe(description)
  secretMark.add(schema)
  return schema
}
const keyBytes = (description: string) => {
  const schema = z
    .string()
    .refine(value => Buffer.from(value, 'base64').length === 32, {
      error: 'must be 32 random bytes in base64: openssl rand -base64 32',
    })
    .describe(description)
  secretMark.add(schema)
  return schema
}
const webhookSecret = (description: string) => {
  const schema = z
    .string()
    .refine(value => /^whsec_[A-Za-z0-9+/]{32,}={0,2}$/.test(value), {
      error: 'must be whsec_ and at least 24 random bytes in base64: echo whsec_$(openssl rand -base64 32)',
    })
    .describe(description)
  secretMark.add(schema)
  return schema
}
export const isSecret = (schema: z.ZodType): boolean => secretMark.has(schema)

const key = z.strictObject({
  id: z.string().describe('Name of the key; stays in the database beside what it wraps'),
  secret: keyBytes('32 random bytes, base64; the first key of the list wraps, all unwrap'),
})
/** Providers that take over, in order, where the first one does not take a message. */
const fallback = (sender: string) =>
  z
    .array(
      z.strictObject({
        gateway: z.enum(['twilio', 'vonage', 'inbox']).describe('Takes over where those before it take no message'),
        from: z.string().optional().describe(sender),
      }),
    )
    .max(3)
    .default([])
const country = z
  .string()
  .regex(/^[A-Z]{2}$/, { error: 'must be a country code such as US' })
  .describe('A country whose numbers get texts and calls; US and CA where none is set')
const cidr = z
  .string()
  .regex(/^[0-9a-fA-F.:]+\/\d{1,3}$/, { error: 'must be a network, such as 10.0.0.0/8' })
  .describe('A private network that outbound calls may reach (CIDR)')

export const settingsSchema = z.strictObject({
  issuer: z
    .url({ protocol: /^https?$/ })
    .refine(value => !URL.canParse(value) || new URL(value).origin === value, {
      error: 'must be an origin alone, without path and without a slash at its end',
    })
    .describe('Origin under which people and portals reach this service; the `iss` of every token'),
  environment: z
    .enum(['development', 'test', 'production'])
    .default('production')
    .describe('Production refuses development defaults'),
  listen: z
    .strictObject({
      host: z.string().default('0.0.0.0').describe('Address to listen on'),
      port: z.number().int().min(0).max(65535).default(3000).describe('Public port; `PORT` sets it too'),
      operations_host: z.string().default('127.0.0.1').describe('Address of health and metrics; never public'),
      operations_port: z.number().int().min(0).max(65535).default(3001).describe('Port of health and metrics'),
      drain_seconds: z
        .number()
        .min(0)
        .max(60)
        .default(3)
        .describe(
          'How long an instance that is told to stop still answers, unready; more than balancers take to notice',
        ),
    })
    .prefault({}),
  proxies: z
    .strictObject({
      trusted: z
        .number()
        .int()
        .min(0)
        .max(5)
        .default(0)
        .describe('Number of reverse proxies in front; 0 ignores forwarding headers'),
    })
    .prefault({}),
  database: z.strictObject({
    url: secret('Postgres connection string; `DATABASE_URL` sets it too'),
    pool: z.number().int().min(2).max(100).default(10).describe('Most connections of one process'),
    wait_ms: z.number().int().min(100).max(10_000).default(2000).describe('Wait for a free connection before 503'),
  }),
  keys: z.strictObject({
    wrapping: z.array(key).min(1).describe('Key-encryption keys that wrap the data keys in the database'),
    pepper: keyBytes('32 random bytes, base64: pepper of password hashes'),
    cookies: z
      .array(keyBytes('32 random bytes, base64: signs cookies'))
      .min(1)
      .describe('Cookie signing keys, newest first'),
  }),
  passwords: z
    .strictObject({
      memory_kib: z.number().int().min(64).default(19_456).describe('argon2id memory (OWASP: 19 MiB)'),
      iterations: z.number().int().min(1).default(2).describe('argon2id iterations'),
      concurrency: z.number().int().min(1).default(1).describe('Hashes at once in one process; one a core'),
      queue: z.number().int().min(1).default(100).describe('Waiting hashes beyond which requests get 503'),
      min_length: z.number().int().min(8).default(15).describe('Shortest password'),
      min_length_with_factor: z
        .number()
        .int()
        .min(8)
        .default(12)
        .describe('Shortest password where a phone, TOTP or passkey is already proven'),
    })
    .prefault({}),
  sessions: z
    .strictObject({
      idle_seconds: z.number().int().default(1800).describe('A session ends after this long without activity'),
      absolute_seconds: z.number().int().default(43_200).describe('A session ends after this long, whatever happens'),
      warn_seconds: z.number().int().default(120).describe('Warning before a page or session times out'),
      known_device_days: z.number().int().default(90).describe('How long a device stays known'),
    })
    .prefault({}),
  codes: z
    .strictObject({
      ttl_seconds: z.number().int().default(600).describe('Life of a one-time code'),
      tries: z.number().int().min(1).default(5).describe('Tries a code'),
      resend_seconds: z.number().int().default(30).describe('Wait before a code can be sent again'),
      short_sends: z.number().int().min(1).default(5).describe('Codes to one contact in the short window'),
      short_seconds: z.number().int().min(1).default(900).describe('The short window'),
      day_sends: z.number().int().min(1).default(10).describe('Codes to one contact in 24 hours'),
      access_code_days: z.number().int().default(60).describe('Life of an access code'),
      invitation_days: z.number().int().min(1).default(7).describe('Life of an invitation by email'),
      access_code_tries: z.number().int().min(1).default(5).describe('Wrong birth dates that void an access code'),
    })
    .prefault({}),
  lockout: z
    .strictObject({
      failures: z.number().int().default(5).describe('Wrong passwords from unknown devices before these are refused'),
      seconds: z.number().int().default(1800).describe('How long unknown devices are refused'),
      hard_failures: z.number().int().default(100).describe('Beyond this, unknown devices need a second proof first'),
      factor_failures: z
        .number()
        .int()
        .default(10)
        .describe('Wrong one-time codes in a row before that factor is paused'),
      factor_pause_seconds: z.number().int().default(600).describe('How long that factor is paused'),
      question_failures: z
        .number()
        .int()
        .min(1)
        .default(3)
        .describe('Wrong answers to a security question in a row before it is paused'),
      question_pause_seconds: z.number().int().min(60).default(3600).describe('How long it is paused'),
    })
    .prefault({}),
  limits: z
    .strictObject({
      address_points: z
        .number()
        .int()
        .default(600)
        .describe('Submits from one network address before these are refused'),
      address_seconds: z.number().int().default(600).describe('Window of that budget'),
      flow_points: z.number().int().min(1).default(100).describe('Submits of one journey, at steps that count them'),
      flow_seconds: z.number().int().min(1).default(3600).describe('Window of that budget'),
      access_code_address_points: z
        .number()
        .int()
        .min(1)
        .default(60)
        .describe('Access codes typed from one network address before more are refused'),
      access_code_address_seconds: z.number().int().min(1).default(600).describe('Window of that budget'),
      access_code_opens: z
        .number()
        .int()
        .min(1)
        .default(30)
        .describe('Times that one access code can be typed; beyond, it answers like a wrong one'),
      access_code_opens_seconds: z.number().int().min(1).default(3600).describe('Window of that budget'),
      username_tries: z
        .number()
        .int()
        .min(1)
        .default(5)
        .describe('Usernames whose being taken one new account may ask about, in 24 hours'),
      anonymous_network_sends: z
        .number()
        .int()
        .min(1)
        .default(60)
        .describe('Codes to typed contacts that one network address may cause in an hour'),
      anonymous_prefix_sends: z
        .number()
        .int()
        .min(1)
        .default(100)
        .describe('Codes to typed numbers of one country and area in an hour, for one organization'),
      anonymous_spend_cents: z
        .number()
        .int()
        .min(1)
        .default(2000)
        .describe('What codes to typed contacts may cost one organization in 24 hours'),
      signed_in_spend_cents: z
        .number()
        .int()
        .min(1)
        .default(10_000)
        .describe('What codes to people who are signed in may cost one organization in 24 hours'),
      record_spend_cents: z
        .number()
        .int()
        .min(1)
        .default(10_000)
        .describe('What codes to contacts of record may cost one organization in 24 hours'),
      application_email_points: z
        .number()
        .int()
        .min(1)
        .default(3)
        .describe('Applications for access from one email in 24 hours'),
      application_network_points: z
        .number()
        .int()
        .min(1)
        .default(200)
        .describe('Applications for access from one network in 24 hours'),
      text_cents: z.number().int().min(0).default(1).describe('What a text counts for in that sum'),
      call_cents: z.number().int().min(0).default(2).describe('What a call counts for in that sum'),
    })
    .prefault({}),
  tokens: z
    .strictObject({
      authorization_code_seconds: z
        .number()
        .int()
        .min(10)
        .max(600)
        .default(60)
        .describe('Life of an authorization code'),
      access_token_seconds: z.number().int().min(60).default(600).describe('Life of an access token'),
      id_token_seconds: z.number().int().min(60).default(300).describe('Life of an ID token'),
      grant_days: z.number().int().min(1).default(90).describe('Life of what a person allowed a client'),
      refresh_token_days: z
        .number()
        .int()
        .min(1)
        .default(90)
        .describe('Life of a refresh token and of all that replace it; then the person signs in again'),
      refresh_token_idle_days: z
        .number()
        .int()
        .min(2)
        .default(14)
        .describe('A refresh token ends when unused this long'),
      interaction_seconds: z.number().int().min(300).default(3600).describe('Longest way from a portal to its answer'),
      interaction_idle_seconds: z.number().int().min(60).default(900).describe('The same, without activity'),
    })
    .prefault({}),
  signing_keys: z
    .strictObject({
      publish_hours: z
        .number()
        .int()
        .min(1)
        .default(24)
        .describe('How long a key is published before it signs, so that every portal knows it'),
      rotate_days: z.number().int().min(2).default(90).describe('How long a key signs'),
      verify_hours: z
        .number()
        .int()
        .min(1)
        .default(12)
        .describe('How long a key stays published after the longest session that it signed for'),
    })
    .prefault({}),
  delivery: z
    .strictObject({
      brand: z
        .string()
        .min(1)
        .max(30)
        .default('Vestibule')
        .describe('Name in texts, calls and mail subjects; neutral: it says nothing about health'),
      email: z
        .strictObject({
          gateway: z.enum(['smtp', 'none']).default('none').describe('How mail leaves'),
          smtp_url: secret('SMTP server, such as smtps://user:password@host:465').optional(),
          from: z.string().default('Vestibule <no-reply@vestibule.invalid>').describe('Sender of mails'),
          fallback: z
            .array(
              z.strictObject({
                smtp_url: secret('SMTP server that takes over where those before it take no mail'),
                from: z.string().optional().describe('Sender of mails through that server'),
              }),
            )
            .max(3)
            .default([]),
        })
        .prefault({}),
      sms: z
        .strictObject({
          gateway: z.enum(['twilio', 'vonage', 'inbox', 'none']).default('none').describe('How texts leave'),
          from: z.string().optional().describe('Sender number or name'),
          fallback: fallback('Sender number or name of that gateway'),
        })
        .prefault({}),
      voice: z
        .strictObject({
          gateway: z.enum(['twilio', 'vonage', 'inbox', 'none']).default('none').describe('How calls are made'),
          from: z.string().optional().describe('Caller number'),
          fallback: fallback('Caller number of that gateway'),
        })
        .prefault({}),
      twilio: z
        .strictObject({
          account: z.string().describe('Account SID'),
          token: secret('Auth token'),
          url: z.url().default('https://api.twilio.com').describe('API address'),
        })
        .optional(),
      vonage: z
        .strictObject({
          key: z.string().describe('API key'),
          secret: secret('API secret'),
          application: z.string().optional().describe('Application id, for calls'),
          private_key: secret('Private key of the application (PEM), for calls').optional(),
          url: z.url().default('https://api.nexmo.com').describe('API address, for calls'),
          sms_url: z.url().default('https://rest.nexmo.com').describe('API address, for texts'),
        })
        .optional(),
      inbox: z.strictObject({ url: z.url().describe('Development inbox that shows every text and call') }).optional(),
      timeout_ms: z.number().int().default(10_000).describe('Limit for one call to a gateway'),
      circuit: z
        .strictObject({
          failures: z
            .number()
            .int()
            .min(1)
            .default(3)
            .describe(
              'Calls to a gateway that fail in a row before it is left alone; one without any answer is enough',
            ),
          seconds: z
            .number()
            .int()
            .min(1)
            .default(30)
            .describe('How long it is left alone; doubled each time that it fails again, up to ten times as long'),
        })
        .prefault({}),
      countries: z.array(country).min(1).default(['US', 'CA']),
    })
    .prefault({}),
  outbound: z
    .strictObject({
      allow: z.array(cidr).default([]).describe('Private networks that outbound calls may reach (CIDR)'),
      timeout_ms: z.number().int().default(2500).describe('Limit for one outbound call'),
    })
    .prefault({}),
  federation: z
    .strictObject({
      timeout_ms: z
        .number()
        .int()
        .min(100)
        .max(5000)
        .default(4500)
        .describe('Limit for all calls to an insurer that one page waits for'),
      clock_tolerance_seconds: z
        .number()
        .int()
        .min(0)
        .max(300)
        .default(180)
        .describe('How far the clock of an insurer may be off; answers beyond that are refused'),
      metadata_refresh_seconds: z
        .number()
        .int()
        .min(60)
        .default(3600)
        .describe('How often metadata of every insurer is fetched anew in the background'),
      metadata_keep_hours: z
        .number()
        .int()
        .min(1)
        .default(72)
        .describe('How long the last metadata is used while it cannot be fetched anew'),
      circuit: z
        .strictObject({
          failures: z
            .number()
            .int()
            .min(1)
            .default(3)
            .describe('Calls to an insurer that fail in a row before it is left alone; one without answer is enough'),
          seconds: z
            .number()
            .int()
            .min(1)
            .default(30)
            .describe('How long it is left alone; doubled each time that it fails again, up to ten times as long'),
        })
        .prefault({}),
    })
    .prefault({}),
  recovery: z
    .strictObject({
      link_minutes: z.number().int().min(5).max(1440).default(30).describe('Life of a recovery link; a day at most'),
      unknown_mails: z
        .number()
        .int()
        .min(0)
        .default(2)
        .describe('Mails in 24 hours to an address that no account has, when somebody tries to recover with it'),
      waiting_hours: z.number().int().min(24).max(72).default(48).describe('Waiting period in place of one lost proof'),
      factor_reset_hours: z
        .number()
        .int()
        .min(24)
        .max(72)
        .default(24)
        .describe('How long the reset of a factor waits that no second member of staff confirms'),
      waiting_use_hours: z
        .number()
        .int()
        .min(24)
        .max(336)
        .default(72)
        .describe('How long a waiting period can be used once it is over'),
      blocked_days: z
        .number()
        .int()
        .min(1)
        .max(60)
        .default(30)
        .describe('How long no new waiting period can begin after its owner stopped one'),
    })
    .prefault({}),
  account: z
    .strictObject({
      undo_hours: z
        .number()
        .int()
        .min(24)
        .max(720)
        .default(72)
        .describe('How long a change of phones and addresses can be undone; as long no recovery rests on a new one'),
      contacts: z.number().int().min(2).max(20).default(5).describe('Phones, and as many addresses, of one account'),
      closing_days: z
        .number()
        .int()
        .min(1)
        .max(90)
        .default(30)
        .describe('How long a closed account can be opened again'),
    })
    .prefault({}),
  matching: z
    .strictObject({
      fhir: z
        .strictObject({
          url: z
            .url({ protocol: /^https?$/ })
            .describe(
              'Base of an external patient index that is asked too (FHIR R4), such as https://mpi.example/fhir',
            ),
          token: secret('Bearer token for it').optional(),
          timeout_ms: z.number().int().min(100).default(2500).describe('Limit for one question to it'),
        })
        .optional(),
      answer_ms: z
        .number()
        .int()
        .min(0)
        .max(10_000)
        .default(800)
        .describe(
          'Registration is answered after this long, or a multiple, so that time tells nothing; above the slowest look-up',
        ),
      contact_identities: z
        .number()
        .int()
        .min(1)
        .default(3)
        .describe('People whom one phone or email may ask to be connected as, in that many days; then silently nobody'),
      contact_days: z.number().int().min(1).default(30).describe('Window of that budget, in days'),
      name_tries: z
        .number()
        .int()
        .min(1)
        .default(5)
        .describe(
          'Tries to be connected with one last name and birth date in 24 hours; then silently nobody, and an alert',
        ),
      network_tries: z
        .number()
        .int()
        .min(1)
        .default(30)
        .describe('Tries to be connected from one network in an hour; then silently nobody'),
    })
    .prefault({}),
  audit: z
    .strictObject({
      counts_days: z
        .number()
        .int()
        .min(31)
        .default(400)
        .describe('How long it is kept how often what happened on a day; the audit itself is kept for six years'),
      stream: z
        .strictObject({
          include: z
            .array(
              z
                .enum(['ids', 'details'])
                .describe(
                  'What leaves besides types, outcomes and pseudonyms: ids of our own, or network addresses, devices and reasons',
                ),
            )
            .default([]),
        })
        .prefault({}),
      webhook: z
        .strictObject({
          url: z.url({ protocol: /^https?$/ }).describe('Receiver that the audit is sent to (Standard Webhooks)'),
          secrets: z
            .array(webhookSecret('Signs what is sent; of two, both do, so that one can follow the other'))
            .min(1)
            .max(2),
          organizations: z
            .array(z.string().describe('Only what happened for these organizations; everything where left out'))
            .min(1)
            .optional(),
        })
        .optional(),
    })
    .prefault({}),
  terms: z
    .strictObject({
      version: z.string().default('2026-11').describe('Version of terms and privacy notice; a new one asks again'),
    })
    .prefault({}),
  console: z
    .strictObject({
      enabled: z.boolean().default(true).describe('The operator console at `/console`'),
    })
    .prefault({}),
  log: z
    .strictObject({
      level: z
        .enum(['debug', 'info', 'warn', 'error', 'silent'])
        .default('info')
        .describe('Least important level that is written'),
    })
    .prefault({}),
})

export type Settings = z.output<typeof settingsSchema>
