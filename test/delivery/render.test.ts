import { describe, expect, test } from '@jest/globals'
import { type Language, languages } from '../../src/core/index.ts'
import {
  deliveryTexts,
  type Message,
  type MessageRequest,
  noticeKinds,
  type RenderContext,
  renderMessage,
} from '../../src/delivery/index.ts'
import { createTranslators } from '../../src/platform/index.ts'

const translators = createTranslators([deliveryTexts])
const context = (language: Language): RenderContext => ({
  translate: translators(language),
  brand: 'Vestibule',
  host: 'id.example.org',
  timeZone: 'America/New_York',
})
const request = (message: Message, over: Partial<MessageRequest> = {}): MessageRequest => ({
  channel: 'sms',
  to: '+15550100199',
  language: 'en',
  organization: 'northside',
  message,
  expiresAt: new Date('2026-11-21T12:10:00Z'),
  ...over,
})
const code: Message = { template: 'one-time-code', code: '012345', minutes: 10 }
const accessCode: Message = {
  template: 'access-code',
  code: 'K7QW2-M4XPT',
  link: 'https://id.example.org/activate#K7QW2M4XPT',
  expiresAt: new Date('2027-01-21T02:00:00Z'),
}

const invitations = (['invited', 'notice'] as const).map(
  (why): Message => ({
    template: 'invitation',
    why,
    link: 'https://id.example.org/invite/AbC',
    expiresAt: new Date('2027-01-21T02:00:00Z'),
  }),
)

describe('a text with a one-time code', () => {
  test('ends in the line that binds the code to this site', () => {
    const { text } = renderMessage(request(code), context('en'))
    expect(text.split('\n').at(-1)).toBe('@id.example.org #012345')
    expect(text).toContain('10 minutes')
    expect(text).toContain("Didn't ask?")
  })

  test('fits one text in English', () => {
    const { text } = renderMessage(request(code), context('en'))
    expect(text.length).toBeLessThanOrEqual(160)
    expect(text).toMatch(/^[\x20-\x7E\n]*$/)
  })

  test('is in Spanish for who reads Spanish', () => {
    const { text } = renderMessage(request(code, { language: 'es' }), context('es'))
    expect(text).toContain('su código es 012345')
    expect(text.split('\n').at(-1)).toBe('@id.example.org #012345')
  })
})

test.each(languages)('a call says the digits twice, with a rest between (%s)', language => {
  const { say } = renderMessage(request(code, { channel: 'voice', language }), context(language))
  expect(say?.filter(part => part.digits)).toEqual([{ digits: '012345' }, { digits: '012345' }])
  expect(say?.some(part => (part.pauseSeconds ?? 0) >= 2)).toBe(true)
})

describe('a mail', () => {
  test('in the middle of a flow carries the code and the link', () => {
    const link = 'https://id.example.org/flow/1?token=abc'
    const mail = renderMessage(request({ ...code, link }, { channel: 'email', to: 'a@b.example' }), context('en'))
    expect(mail.subject).toBe('Vestibule: your code')
    expect(mail.text).toContain('012345')
    expect(mail.text).toContain(link)
  })

  test('is drawn in HTML by the views', () => {
    const renderMail = (mail: { heading: string; code?: string }) => `<h1>${mail.heading}</h1>${mail.code}`
    const mail = renderMessage(request(code, { channel: 'email' }), { ...context('en'), renderMail })
    expect(mail.html).toBe('<h1>Your code</h1>012345')
  })

  test("tells days and times of the organisation's place", () => {
    expect(renderMessage(request(accessCode, { channel: 'email' }), context('en')).text).toContain('January 20, 2027')
    const notice: Message = { template: 'notice', notice: 'new-device', at: new Date('2026-11-21T15:00:00Z') }
    expect(renderMessage(request(notice, { channel: 'email' }), context('en')).text).toMatch(/10:00\sAM/)
  })
})

test('every message has words in every language and on every channel, none about health', () => {
  const at = new Date('2026-11-21T15:00:00Z')
  const messages: Message[] = [
    code,
    accessCode,
    ...invitations,
    { template: 'factor-reset', until: at, link: 'https://id.example/recover/cancel/x' },
    ...noticeKinds.map(notice => ({ template: 'notice', notice, at }) as const),
  ]
  for (const language of languages)
    for (const channel of ['sms', 'voice', 'email'] as const)
      for (const message of messages) {
        // not on the phone: letters are easily misheard
        if (channel === 'voice' && message.template === 'access-code') continue
        // to a mailbox of record, nowhere else
        if (channel !== 'email' && message.template === 'invitation') continue
        const { subject, text } = renderMessage(request(message, { channel, language }), context(language))
        expect(text.length).toBeGreaterThan(20)
        expect(`${subject} ${text}`).not.toMatch(/health|patient|clinic|doctor|medic|salud|paciente|clínica|northside/i)
      }
})
