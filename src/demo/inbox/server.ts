import Router from '@koa/router'
import Koa from 'koa'
import bodyParser from 'koa-bodyparser'
import { z } from 'zod'
import { type Site, serve } from '../site.ts'
import { createMailbox, type Mailbox } from './mailbox.ts'
import { renderInbox } from './page.tsx'
import { startSmtp } from './smtp.ts'

export interface InboxOptions {
  readonly port: number
  readonly smtpPort: number
  /** Answers `/demo.json`. */
  describe(): Promise<unknown>
  /** The page of a printed letter, by name; shown at `/letters/NAME`. */
  readLetter?(name: string): Promise<string | undefined>
}

export interface Inbox extends Site {
  readonly mailbox: Mailbox
}

const sent = z.object({
  id: z.string().min(1),
  channel: z.enum(['sms', 'voice', 'email']),
  to: z.string().min(1),
  text: z.string(),
  subject: z.string().optional(),
  html: z.string().optional(),
})

/** The development inbox: a web page and JSON on one port, SMTP on another. */
export async function startInbox({ port, smtpPort, describe, readLetter }: InboxOptions): Promise<Inbox> {
  const mailbox = createMailbox()
  const router = new Router()
    .get('/', ctx => {
      const to = text(ctx.query.to)
      ctx.set(
        'content-security-policy',
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'self'",
      )
      ctx.type = 'html'
      ctx.body = renderInbox(mailbox.find(to ? { to } : {}), to)
    })
    .get('/messages', ctx => {
      const to = text(ctx.query.to)
      const since = text(ctx.query.since)
      if (since !== undefined && Number.isNaN(Date.parse(since))) return refuse(ctx, 'since is an ISO 8601 time')
      ctx.body = mailbox.find({ ...(to ? { to } : {}), ...(since ? { since: new Date(since) } : {}) })
    })
    .get('/messages/:id', ctx => {
      const message = mailbox.get(decodeURIComponent(ctx.params.id as string))
      if (!message) return
      // somebody else's HTML: it may look like something, and do nothing
      ctx.set('content-security-policy', "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:")
      ctx.type = message.html ? 'html' : 'text'
      ctx.body = message.html ?? message.text
    })
    .get('/letters/:name', async ctx => {
      const letter = await readLetter?.(ctx.params.name as string)
      if (letter === undefined) return
      ctx.set('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; img-src data:")
      ctx.type = 'html'
      ctx.body = letter
    })
    .get('/demo.json', async ctx => {
      ctx.body = await describe()
    })
    .post('/send', ctx => {
      const message = sent.safeParse(ctx.request.body)
      if (!message.success) return refuse(ctx, z.prettifyError(message.error))
      const { subject, html, ...rest } = message.data
      mailbox.add({ ...rest, ...(subject ? { subject } : {}), ...(html ? { html } : {}) })
      ctx.body = { id: rest.id }
    })
  const app = new Koa()
  // JSON only: a form on another site cannot post it
  app.use(bodyParser({ enableTypes: ['json'], onerror: (_error, ctx) => ctx.throw(400, 'not JSON') }))
  app.use(router.routes())
  const smtp = await startSmtp(mailbox, smtpPort)
  const site = await serve(app, port).catch(async error => {
    await smtp.close()
    throw error
  })
  return {
    mailbox,
    async close() {
      await Promise.all([smtp.close(), site.close()])
    },
  }
}

/** One value of a query, also where it was given twice. */
const text = (value: string | string[] | undefined): string | undefined =>
  (Array.isArray(value) ? value[0] : value) || undefined

function refuse(ctx: { status: number; body: unknown }, problem: string): void {
  ctx.status = 400
  ctx.body = { problem }
}
