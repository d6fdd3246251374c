import { randomUUID } from 'node:crypto'
import { simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'
import type { Mailbox } from './mailbox.ts'

/** Takes every mail for anybody and puts it into the mailbox; sends nothing on. */
export async function startSmtp(mailbox: Mailbox, port: number): Promise<{ close(): Promise<void> }> {
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    hideSize: true,
    logger: false,
    onData(stream, session, done) {
      simpleParser(stream).then(
        mail => {
          for (const { address } of session.envelope.rcptTo) {
            mailbox.add({
              id: `${mail.messageId?.replace(/^<|>$/g, '') ?? randomUUID()}/${address}`,
              channel: 'email',
              to: address,
              ...(mail.subject ? { subject: mail.subject } : {}),
              text: mail.text ?? '',
              ...(mail.html ? { html: mail.html } : {}),
            })
          }
          done()
        },
        error => done(error),
      )
    },
  })
  // a sender that breaks off is the sender's trouble
  server.on('error', () => {})
  await new Promise<void>((ready, fail) => {
    server.server.once('error', fail)
    server.listen(port, '127.0.0.1', () => ready())
  })
  return { close: () => new Promise(done => server.close(() => done())) }
}
