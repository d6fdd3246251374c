import { findCertificateEnd } from '../../platform/certificate.ts'
import { addSeconds, createOutbound, days } from '../../platform/index.ts'
import { type Check, type Examined, type Finding, failed, fine, warning } from './contract.ts'

const untrusted = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ERR_TLS/
/** Certificates that renew themselves do so a month before their end: by then something is stuck. */
const noticeDays = 14
const patienceMs = 5000
const discovery = '/.well-known/openid-configuration'

/** Asks this service by the address that people and portals use: names, TLS, and what the proxies in front pass on. */
export const issuerCheck: Check<Examined> = {
  name: 'issuer',
  after: ['settings'],
  async run({ settings: { issuer, proxies, outbound }, at }) {
    const findings: Finding[] = []
    if (issuer.startsWith('https:') && proxies.trusted === 0)
      findings.push(
        failed(
          'the issuer is https, which a proxy in front speaks, but proxies.trusted is 0: every visitor has the proxy’s address',
          'set proxies.trusted to the number of proxies in front, usually 1',
        ),
      )
    const calls = createOutbound({ allow: outbound.allow, trusted: [issuer], timeoutMs: patienceMs })
    try {
      const answer = await calls.fetch(`${issuer}${discovery}`)
      findings.push(answer.ok ? judge(issuer, await answer.json()) : refused(issuer, answer.status))
    } catch (fault) {
      findings.push(unreached(issuer, fault))
    } finally {
      await calls.close()
    }
    return [...findings, ...(await endingCertificate(issuer, at))]
  },
}

async function endingCertificate(issuer: string, at: Date): Promise<readonly Finding[]> {
  if (!issuer.startsWith('https:')) return []
  const end = await findCertificateEnd(new URL(issuer), patienceMs)
  if (!end || end > addSeconds(at, days(noticeDays))) return []
  return [warning(`the certificate of ${issuer} ends on ${end.toISOString().slice(0, 10)}`, 'renew it where TLS ends')]
}

function judge(issuer: string, document: unknown): Finding {
  const told = document as Readonly<Record<string, unknown>>
  if (told.issuer !== issuer)
    return failed(
      `another service answers at ${issuer}`,
      'let the proxy send this name to Vestibule, or mend the setting issuer',
    )
  const strays = Object.values(told).filter(
    value =>
      typeof value === 'string' && URL.canParse(value) && new URL(value).origin !== issuer && /^https?:/.test(value),
  )
  return strays.length === 0
    ? fine(`${issuer} answers, and names only addresses of its own`)
    : failed(
        `${issuer} names addresses elsewhere, such as ${strays[0]}`,
        'let the proxy send Host as it came and X-Forwarded-Proto: https, and set proxies.trusted',
      )
}

const refused = (issuer: string, status: number): Finding =>
  failed(
    `${issuer} answers ${status}`,
    status >= 500
      ? 'see that an instance runs ("vestibule serve") and is ready (/health/ready)'
      : 'let the proxy send Host as it came: requests for another host than the issuer’s are refused',
  )

function unreached(issuer: string, fault: unknown): Finding {
  const { cause } = fault as { cause?: { code?: unknown; name?: unknown } }
  const code = String(cause?.code ?? cause?.name ?? (fault as Error).name)
  return untrusted.test(code)
    ? failed(
        `the certificate of ${issuer} is not trusted (${code})`,
        'renew it, with its whole chain, where TLS ends; a private authority goes into NODE_EXTRA_CA_CERTS',
      )
    : failed(
        `${issuer} cannot be reached from here (${code})`,
        'start an instance ("vestibule serve"); see that the name of the issuer leads to it, also from this machine',
      )
}
