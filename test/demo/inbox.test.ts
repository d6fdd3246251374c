import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { createTransport } from 'nodemailer'
import { readContents } from '../../src/demo/inbox/contents.ts'
import { type Inbox, startInbox } from '../../src/demo/inbox/server.ts'
import { findFreePort } from '../driver/ports.ts'

describe('what is read out of a message', () => {
  test.each([
    ['Northside: your code is 482915. It works for 10 minutes.\n\n@localhost #482915', ['482915'], []],
    ['Your code: 123 456', ['123456'], []],
    ['Your code is: 4, 8, 2, 9, 1, 5. Once more: 4, 8, 2, 9, 1, 5.', ['482915'], []],
    ['Call (555) 010-0199 or 800-555-0100 or +1 555 010 0101.', [], []],
    [
      'Use 7KDM-PQ4X-WN by 12/01/2026: http://localhost:3000/activate#7KDMPQ4XWN.',
      ['7KDMPQ4XWN'],
      ['http://localhost:3000/activate#7KDMPQ4XWN'],
    ],
    ['IMPORTANT INFORMATION: NOTHING-TO-DO', [], []],
    ['Go on: https://id.example.org/flow/0191-123456?x=1', [], ['https://id.example.org/flow/0191-123456?x=1']],
  ])('%s', (text, codes, links) => {
    expect(readContents(text)).toEqual({ codes, links })
  })
})

describe('the inbox', () => {
  let inbox: Inbox
  let url: string
  let smtpPort: number
  beforeAll(async () => {
    const port = await findFreePort()
    smtpPort = await findFreePort()
    url = `http://localhost:${port}`
    inbox = await startInbox({ port, smtpPort, describe: async () => ({ urls: { inbox: url } }) })
  })
  afterAll(() => inbox.close())

  const post = (body: unknown, headers: Record<string, string> = { 'content-type': 'application/json' }) =>
    fetch(`${url}/send`, { method: 'POST', headers, body: JSON.stringify(body) })
  const messages = async (query = '') => (await fetch(`${url}/messages${query}`)).json()

  test('shows texts and calls once each, newest first, by address and time', async () => {
    const text = { id: 'one', channel: 'sms', to: '+15550100101', text: 'Northside: your code is 482915.' }
    expect((await post(text)).status).toBe(200)
    expect((await post(text)).status).toBe(200)
    await post({ id: 'two', channel: 'voice', to: '+15550100102', text: 'Your code is: 1, 2, 3, 4, 5, 6.' })
    expect(await messages()).toMatchObject([
      { id: 'two', channel: 'voice', codes: ['123456'], links: [] },
      { ...text, codes: ['482915'], sentAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT/) },
    ])
    const query = `?to=${encodeURIComponent('(555) 010-0101')}`
    expect(await messages(query)).toHaveLength(1)
    expect(await messages('?to=+15550100101')).toHaveLength(1)
    expect(await messages(`${query}&since=${new Date().toISOString()}`)).toEqual([])
    expect((await fetch(`${url}/messages?since=yesterday`)).status).toBe(400)
  })

  test('takes mail by SMTP, with text, HTML and links', async () => {
    const transport = createTransport({ host: 'localhost', port: smtpPort, secure: false, ignoreTLS: true })
    await transport.sendMail({
      from: 'Northside <no-reply@northside.example>',
      to: 'Rosa@example.org',
      subject: 'Your código',
      text: 'Your code is 654321. Go on: http://localhost:3000/flow/x',
      html: '<p>Your code is <b>654321</b></p>',
    })
    const [mail] = await messages('?to=rosa@example.org')
    expect(mail).toMatchObject({
      channel: 'email',
      to: 'Rosa@example.org',
      subject: 'Your código',
      codes: ['654321'],
      links: ['http://localhost:3000/flow/x'],
      html: expect.stringContaining('<b>654321</b>'),
    })
    const page = await fetch(`${url}/messages/${encodeURIComponent(mail.id)}`)
    expect(page.headers.get('content-security-policy')).toContain('sandbox')
    const front = await (await fetch(`${url}/`)).text()
    expect(front).toContain('654321')
    expect(front).not.toContain('<b>654321</b>')
  })

  test('describes the demo, and refuses what a page elsewhere could send', async () => {
    expect(await (await fetch(`${url}/demo.json`)).json()).toEqual({ urls: { inbox: url } })
    expect((await post({ id: 'x' })).status).toBe(400)
    const asForm = await post({ id: 'x', channel: 'sms', to: '1', text: 'x' }, { 'content-type': 'text/plain' })
    expect(asForm.status).toBe(400)
  })
})
