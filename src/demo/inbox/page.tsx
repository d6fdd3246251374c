import { renderDocument } from '../document.tsx'
import type { InboxMessage } from './mailbox.ts'

const kinds = { sms: 'Text', voice: 'Call', email: 'Email' } as const

/** The inbox for people: newest first, code in large type; works without a script, and can be narrowed by address. */
export function renderInbox(messages: readonly InboxMessage[], to: string | undefined): string {
  return renderDocument({
    title: 'Inbox',
    site: 'Demo inbox',
    accent: { light: '#5b3f86', dark: '#c3aef0' },
    nav: <a href="/demo.json">demo.json</a>,
    // new messages show by themselves, unless somebody is reading or typing
    head: to === undefined ? <meta http-equiv="refresh" content="5" /> : null,
    children: (
      <>
        <h1>Everything that was “sent”</h1>
        <p class="quiet">Nothing here ever left this machine. Newest first.</p>
        <form method="get" action="/" class="actions" style="margin:0 0 1.5rem">
          <input name="to" value={to ?? ''} aria-label="Phone or email address" placeholder="Phone or email" />
          <button type="submit">Show</button>
          {to === undefined ? null : (
            <a class="button second" href="/">
              Show all
            </a>
          )}
        </form>
        {messages.length === 0 ? <p>No messages yet.</p> : messages.map(message => <Message {...message} />)}
      </>
    ),
  })
}

const Message = (message: InboxMessage) => (
  <article class="card">
    <div class="row">
      <strong>
        <span class="tag">{kinds[message.channel]}</span> {message.to}
      </strong>
      <time class="quiet" dateTime={message.sentAt}>
        {message.sentAt.slice(11, 19)} UTC
      </time>
    </div>
    {message.subject ? <h2>{message.subject}</h2> : null}
    {message.codes.map(code => (
      <p class="code">{code}</p>
    ))}
    <pre>{message.text}</pre>
    {message.links.map(link => (
      <p>
        <a href={link}>{link}</a>
      </p>
    ))}
    {message.html ? (
      <p>
        <a href={`/messages/${encodeURIComponent(message.id)}`}>See the mail as it looks</a>
      </p>
    ) : null}
  </article>
)
