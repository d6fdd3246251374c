import { generateKeyPairSync } from 'node:crypto'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import { type AddressInfo, createServer as createSocketServer } from 'node:net'
import { afterEach, describe, expect, test } from '@jest/globals'
import { decodeJwt, importSPKI, jwtVerify } from 'jose'
import { type ParsedMail, simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'
import { createGateways, type Envelope } from '../../src/delivery/index.ts'
import { findFreePort } from '../driver/ports.ts'
import { settingsWith } from './settings.ts'

const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

interface Seen {
  readonly path: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
}
/** A provider that notes what it is asked and gives this answer. */
async function provider(status: number, answer: unknown): Promise<{ url: string; seen: Seen[] }> {
  const seen: Seen[] = []
  const server: Server = createServer((request, response) => {
    let body = ''
    request.on('data', chunk => {
      body += chunk
    })
    request.on('end', () => {
      seen.push({ path: request.url ?? '', headers: request.headers, body })
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer))
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  closers.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen }
}

function gateways(delivery: object) {
  const made = createGateways(settingsWith({ timeout_ms: 2000, ...delivery }))
  closers.push(() => made.close())
  return made
}
const id = '01890000-0000-7000-8000-000000000001'
const text: Envelope = { to: '+15550100199', text: 'your code is 012345', language: 'en', from: '+15550100100' }
const spoken: Envelope = {
  ...text,
  language: 'es',
  say: [{ words: 'A & B:' }, { digits: '012' }, { pauseSeconds: 2 }, { digits: '012' }],
}
const signal = () => AbortSignal.timeout(2000)

describe('twilio', () => {
  const twilio = (url: string) =>
    gateways({ sms: { gateway: 'twilio' }, voice: { gateway: 'twilio' }, twilio: { account: 'AC1', token: 't', url } })

  test('sends a text', async () => {
    const { url, seen } = await provider(201, { sid: 'SM1' })
    expect(await twilio(url).sms[0]?.send('sms', id, text, signal())).toEqual({ kind: 'sent', reference: 'SM1' })
    expect(seen[0]?.path).toBe('/2010-04-01/Accounts/AC1/Messages.json')
    expect(seen[0]?.headers).toMatchObject({ authorization: `Basic ${btoa('AC1:t')}`, 'idempotency-key': id })
    expect(Object.fromEntries(new URLSearchParams(seen[0]?.body))).toEqual({
      To: '+15550100199',
      From: '+15550100100',
      Body: 'your code is 012345',
    })
  })

  test('makes a call that reads each digit slowly, twice', async () => {
    const { url, seen } = await provider(201, { sid: 'CA1' })
    await twilio(url).voice[0]?.send('voice', id, spoken, signal())
    expect(seen[0]?.path).toBe('/2010-04-01/Accounts/AC1/Calls.json')
    const twiml = new URLSearchParams(seen[0]?.body).get('Twiml') ?? ''
    expect(twiml.match(/<say-as interpret-as="characters">\d<\/say-as><break time="700ms"\/>/g)).toHaveLength(6)
    expect(twiml).toContain('<Pause length="2"/>')
    expect(twiml).toContain('language="es-US"')
    expect(twiml).toContain('A &amp; B:')
  })

  test.each([
    [400, { code: 21211 }, { kind: 'refused', reason: 'invalid-number' }],
    [400, { code: 21610 }, { kind: 'refused', reason: 'stopped' }],
    [400, { code: 21614 }, { kind: 'refused', reason: 'landline' }],
    [400, { code: 99999 }, { kind: 'refused', reason: 'rejected' }],
    [401, {}, { kind: 'busy', reason: 'unauthorized' }],
    [429, {}, { kind: 'busy', reason: 'throttled' }],
    [503, {}, { kind: 'busy', reason: 'status-503' }],
    // whether it went out, nobody knows
    [504, {}, { kind: 'unanswered', reason: 'status-504' }],
  ])('%i %j means %j', async (status, answer, expected) => {
    const { url } = await provider(status, answer)
    expect(await twilio(url).sms[0]?.send('sms', id, text, signal())).toEqual(expected)
  })

  test('that cannot be reached is busy, and one that does not answer may have sent it', async () => {
    const silent = createSocketServer(socket => socket.on('error', () => {}))
    await new Promise<void>(resolve => silent.listen(0, '127.0.0.1', resolve))
    closers.push(() => silent.close())
    const url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`
    const result = await twilio(url).sms[0]?.send('sms', id, text, AbortSignal.timeout(50))
    expect(result).toEqual({ kind: 'unanswered', reason: 'timeout' })
    const gone = await twilio(`http://127.0.0.1:${await findFreePort()}`).sms[0]?.send('sms', id, text, signal())
    expect(gone).toEqual({ kind: 'busy', reason: 'unreachable' })
  })
})

describe('vonage', () => {
  const keys = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const vonage = (url: string) =>
    gateways({
      sms: { gateway: 'vonage' },
      voice: { gateway: 'vonage' },
      vonage: {
        key: 'k',
        secret: 's',
        application: 'app-1',
        private_key: keys.privateKey.export({ type: 'pkcs8', format: 'pem' }),
        url,
        sms_url: url,
      },
    })

  test('sends a text, in Unicode where the words need it', async () => {
    const { url, seen } = await provider(200, { messages: [{ status: '0', 'message-id': 'M1' }] })
    const {
      sms: [sms],
    } = vonage(url)
    expect(await sms?.send('sms', id, text, signal())).toEqual({ kind: 'sent', reference: 'M1' })
    await sms?.send('sms', id, { ...text, text: 'su código' }, signal())
    const forms = seen.map(({ body }) => Object.fromEntries(new URLSearchParams(body)))
    expect(forms[0]).toMatchObject({ to: '15550100199', type: 'text', 'client-ref': id })
    expect(forms[1]).toMatchObject({ type: 'unicode', text: 'su código' })
  })

  test.each([
    ['1', { kind: 'busy', reason: 'throttled' }],
    ['6', { kind: 'refused', reason: 'invalid-number' }],
    ['7', { kind: 'refused', reason: 'stopped' }],
    ['15', { kind: 'refused', reason: 'rejected' }],
  ])('status %s means %j', async (status, expected) => {
    const { url } = await provider(200, { messages: [{ status }] })
    expect(await vonage(url).sms[0]?.send('sms', id, text, signal())).toEqual(expected)
  })

  test("makes a call with a token of the application's key", async () => {
    const { url, seen } = await provider(201, { uuid: 'U1' })
    expect(await vonage(url).voice[0]?.send('voice', id, spoken, signal())).toEqual({ kind: 'sent', reference: 'U1' })
    const token = (seen[0]?.headers.authorization ?? '').replace('Bearer ', '')
    const key = await importSPKI(keys.publicKey.export({ type: 'spki', format: 'pem' }) as string, 'RS256')
    await expect(jwtVerify(token, key)).resolves.toBeDefined()
    expect(decodeJwt(token)).toMatchObject({ application_id: 'app-1', jti: expect.any(String) })
    const { ncco } = JSON.parse(seen[0]?.body ?? '{}')
    expect(ncco[0].text.match(/<say-as/g)).toHaveLength(6)
    expect(ncco[0].text).toMatch(/^<speak>.*A &amp; B:.*<\/speak>$/)
  })
})

describe('inbox', () => {
  test('gets what was sent as JSON', async () => {
    const { url, seen } = await provider(204, undefined)
    const {
      sms: [sms],
    } = gateways({ sms: { gateway: 'inbox' }, inbox: { url } })
    expect(await sms?.send('sms', id, text, signal())).toEqual({ kind: 'sent', reference: id })
    expect(seen[0]?.path).toBe('/send')
    expect(JSON.parse(seen[0]?.body ?? '{}')).toEqual({ id, channel: 'sms', to: text.to, text: text.text })
  })
})

describe('smtp', () => {
  async function mailServer(refuse?: number) {
    const mails: ParsedMail[] = []
    const server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS', 'AUTH'],
      onRcptTo: (_address, _session, done) =>
        done(refuse ? Object.assign(new Error('no'), { responseCode: refuse }) : undefined),
      onData: (stream, _session, done) => {
        simpleParser(stream).then(mail => {
          mails.push(mail)
          done()
        }, done)
      },
    })
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    closers.push(() => new Promise<void>(resolve => server.close(() => resolve())))
    const { port } = server.server.address() as AddressInfo
    const {
      email: [email],
    } = gateways({
      email: { gateway: 'smtp', smtp_url: `smtp://127.0.0.1:${port}`, from: 'Vestibule <no-reply@id.example.org>' },
    })
    return { mails, email }
  }
  const mail: Envelope = { to: 'w@b.example', subject: 'código', text: 'su código', html: '<p>hi</p>', language: 'es' }

  test('sends both parts under the id of the message', async () => {
    const { mails, email } = await mailServer()
    const result = await email?.send('email', id, mail, signal())
    expect(result).toEqual({ kind: 'sent', reference: `<${id}@id.example.org>` })
    expect(mails[0]).toMatchObject({ messageId: `<${id}@id.example.org>`, subject: 'código', html: '<p>hi</p>' })
    expect(mails[0]?.text?.trim()).toBe('su código')
  })

  test.each([
    [550, { kind: 'refused', reason: 'rejected' }],
    [451, { kind: 'busy', reason: 'reply-451' }],
  ])('a reply of %i means %j', async (reply, expected) => {
    const { email } = await mailServer(reply)
    expect(await email?.send('email', id, mail, signal())).toEqual(expected)
  })

  test('a server that is gone is busy', async () => {
    const {
      email: [email],
    } = gateways({ email: { gateway: 'smtp', smtp_url: 'smtp://127.0.0.1:1' } })
    expect(await email?.send('email', id, mail, signal())).toEqual({ kind: 'busy', reason: 'unreachable' })
  })

  test('an address cannot bring in further recipients', async () => {
    const { mails, email } = await mailServer()
    await email?.send('email', id, { ...mail, to: 'w@b.example,x@c.example\r\nBcc: y@d.example' }, signal())
    expect(mails.flatMap(one => [one.to ?? []].flat().flatMap(to => to.value)).length).toBeLessThanOrEqual(1)
  })
})
