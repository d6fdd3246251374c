/**
 * Rules between settings. Each names the setting that has to change and says what to set; `get` answers the value as
 * it is written or defaulted, whatever else is wrong, so that all rules can speak in one report.
 */
export interface SettingRule {
  readonly path: string
  check(get: (path: string) => unknown): string | undefined
}

/** Development secrets say what they are: they decode to text that begins so (config/development.yaml). */
const developmentMark = 'vestibule-development'
export const isDevelopmentSecret = (value: unknown): boolean =>
  typeof value === 'string' &&
  (value.includes(developmentMark) || Buffer.from(value, 'base64').toString('latin1').startsWith(developmentMark))

/** The embedded Postgres listens on this machine alone and asks for no password. */
const isDemoDatabase = (value: unknown): boolean => {
  if (typeof value !== 'string' || !URL.canParse(value)) return false
  const { hostname, password, username } = new URL(value)
  return username === 'vestibule' && password === '' && ['127.0.0.1', 'localhost', '[::1]'].includes(hostname)
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '')
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

const fallbacks = (channel: 'sms' | 'voice', get: (path: string) => unknown): string[] =>
  list(get(`delivery.${channel}.fallback`)).map(each => text((each as { gateway?: unknown } | null)?.gateway))

/** What a gateway cannot do without. */
function needsOf(channel: 'sms' | 'voice', gateway: unknown, get: (path: string) => unknown): string | undefined {
  if (gateway === 'twilio' && !get('delivery.twilio')) return 'twilio needs delivery.twilio.account and .token'
  if (gateway === 'vonage' && !get('delivery.vonage')) return 'vonage needs delivery.vonage.key and .secret'
  if (gateway === 'vonage' && channel === 'voice' && !get('delivery.vonage.application'))
    return 'calls through vonage need delivery.vonage.application and .private_key'
  if (gateway === 'inbox' && !get('delivery.inbox')) return 'inbox needs delivery.inbox.url'
  return undefined
}

const gatewayRules = (channel: 'sms' | 'voice'): SettingRule[] => [
  {
    path: `delivery.${channel}.gateway`,
    check: get => needsOf(channel, get(`delivery.${channel}.gateway`), get),
  },
  {
    path: `delivery.${channel}.fallback`,
    check(get) {
      const names = fallbacks(channel, get)
      const lacking = names.map(name => needsOf(channel, name, get)).find(problem => problem !== undefined)
      if (lacking) return lacking
      return new Set([get(`delivery.${channel}.gateway`), ...names]).size <= names.length
        ? 'names a gateway twice; each may stand once among gateway and fallback'
        : undefined
    },
  },
  {
    path: `delivery.${channel}.from`,
    check: get =>
      ['twilio', 'vonage'].includes(text(get(`delivery.${channel}.gateway`))) && !get(`delivery.${channel}.from`)
        ? 'is missing: the number that the gateway sends from'
        : undefined,
  },
]

/** Hold everywhere. */
export const consistencyRules: readonly SettingRule[] = [
  {
    path: 'delivery.email.smtp_url',
    check: get =>
      get('delivery.email.gateway') === 'smtp' && !get('delivery.email.smtp_url')
        ? 'is missing: the gateway smtp needs the address of a mail server'
        : undefined,
  },
  ...gatewayRules('sms'),
  ...gatewayRules('voice'),
  {
    path: 'sessions.idle_seconds',
    check: get =>
      Number(get('sessions.idle_seconds')) > Number(get('sessions.absolute_seconds'))
        ? 'must not be longer than sessions.absolute_seconds'
        : undefined,
  },
]

const newKey = 'make 32 random bytes with: openssl rand -base64 32'
const mark = (path: string, what: string): SettingRule => ({
  path,
  check: get => (isDevelopmentSecret(get(path)) ? `${what} of development is public knowledge; ${newKey}` : undefined),
})

/** Hold where `environment` is production: nothing that a developer's machine is content with. */
export const productionRules: readonly SettingRule[] = [
  {
    path: 'issuer',
    check: get =>
      text(get('issuer')).startsWith('http://')
        ? 'must be an https address in production; set it to the public origin, such as https://id.example.org'
        : undefined,
  },
  {
    path: 'audit.webhook.url',
    check: get =>
      text(get('audit.webhook.url')).startsWith('http://')
        ? 'must be an https address in production: the audit does not travel in clear'
        : undefined,
  },
  {
    path: 'database.url',
    check: get =>
      isDemoDatabase(get('database.url'))
        ? 'is the embedded Postgres of the demo; set DATABASE_URL to your own Postgres 17 or newer'
        : undefined,
  },
  {
    path: 'keys.wrapping',
    check: get =>
      list(get('keys.wrapping')).some(key => isDevelopmentSecret((key as { secret?: unknown } | null)?.secret))
        ? `the wrapping key of development is public knowledge; ${newKey}`
        : undefined,
  },
  mark('keys.pepper', 'the pepper'),
  {
    path: 'keys.cookies',
    check: get =>
      list(get('keys.cookies')).some(isDevelopmentSecret)
        ? `the cookie key of development is public knowledge; ${newKey}`
        : undefined,
  },
  {
    path: 'passwords.memory_kib',
    check: get => {
      const memory = Number(get('passwords.memory_kib'))
      // the weakest of the equal choices of OWASP's Password Storage page: 7 MiB with 5 iterations
      return memory < 7168 || memory * Number(get('passwords.iterations')) < 35_840
        ? 'is too little for production; leave it out, or set at least 19456 with 2 iterations'
        : undefined
    },
  },
  {
    path: 'delivery.email.gateway',
    check: get =>
      get('delivery.email.gateway') === 'smtp'
        ? undefined
        : 'no mail would leave; set it to smtp, and delivery.email.smtp_url to your mail server',
  },
  {
    path: 'delivery.email.from',
    check: get =>
      /\.(?:invalid|example|test|localhost)>?\s*$/.test(text(get('delivery.email.from')))
        ? 'is no real sender; set it to an address of your own domain'
        : undefined,
  },
  ...(['sms', 'voice'] as const).map(
    (channel): SettingRule => ({
      path: `delivery.${channel}.gateway`,
      check: get =>
        ['twilio', 'vonage'].includes(text(get(`delivery.${channel}.gateway`)))
          ? undefined
          : `no ${channel === 'sms' ? 'text' : 'call'} would leave; set it to twilio or vonage`,
    }),
  ),
  ...(['sms', 'voice'] as const).map(
    (channel): SettingRule => ({
      path: `delivery.${channel}.fallback`,
      check: get =>
        fallbacks(channel, get).includes('inbox') ? 'the inbox of development reaches nobody; remove it' : undefined,
    }),
  ),
  {
    path: 'outbound.allow',
    check: get =>
      list(get('outbound.allow')).some(entry => /^(?:127\.|::1|0\.0\.0\.0\/|::\/)/.test(text(entry)))
        ? 'lets a registered address call this very machine; remove the loopback and catch-all networks'
        : undefined,
  },
]
