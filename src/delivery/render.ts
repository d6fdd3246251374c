import type { Mail } from '../../views/index.ts'
import { type Language, type Translate, text } from '../core/index.ts'
import type { Envelope, Message, MessageRequest, NoticeKind } from './contract.ts'

export interface RenderContext {
  readonly translate: Translate
  /** Neutral name of the service: a text or a subject line shows on a locked screen. */
  readonly brand: string
  /** Host that the code is for, in the last line of a text (WICG origin-bound one-time codes). */
  readonly host: string
  readonly timeZone: string
  readonly accent?: string
  readonly from?: string
  /** HTML part; without it a mail is plain text. */
  readonly renderMail?: (mail: Mail) => string
}

/** Turns a request into what a gateway sends. */
export function renderMessage(request: MessageRequest, context: RenderContext): Envelope {
  const base = { to: request.to, language: request.language, ...(context.from && { from: context.from }) }
  if (request.channel === 'sms') return { ...base, text: smsText(request.message, request.language, context) }
  if (request.channel === 'voice') {
    const say = spoken(request.message, request.language, context)
    return { ...base, text: say.flatMap(part => part.words ?? part.digits ?? []).join(' '), say }
  }
  const mail = mailOf(request.message, request.language, context)
  return {
    ...base,
    subject: mail.subject,
    text: plainText(mail),
    ...(context.renderMail && { html: context.renderMail(mail) }),
  }
}

const dateIn = (at: Date, language: Language, timeZone: string): string =>
  new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone }).format(at)
const momentIn = (at: Date, language: Language, timeZone: string): string =>
  new Intl.DateTimeFormat(language, { dateStyle: 'long', timeStyle: 'short', timeZone }).format(at)

function smsText(message: Message, language: Language, { translate, brand, host, timeZone }: RenderContext): string {
  switch (message.template) {
    case 'one-time-code':
      // the last line lets a phone fill the code in on this site only, and on no look-alike
      return `${translate(text('message.code.sms', { brand, digits: message.code, minutes: message.minutes }))}\n\n@${host} #${message.code}`
    case 'access-code': {
      const date = dateIn(message.expiresAt, language, timeZone)
      return translate(text('message.access-code.sms', { brand, digits: message.code, link: message.link, date }))
    }
    case 'invitation':
      throw new Error('invitations are mailed')
    case 'caller-code':
      return translate(text('message.caller-code.sms', { brand, digits: message.code, minutes: message.minutes }))
    case 'recovery': {
      const { template: _, code, ...values } = message
      return `${translate(text('message.recovery.sms', { brand, digits: code, ...values }))}\n\n@${host} #${code}`
    }
    case 'recovery-unknown':
      return translate(text('message.recovery-unknown.lead'))
    case 'test':
      return translate(text('message.test.sms', { brand }))
    case 'recovery-waiting': {
      const until = momentIn(message.until, language, timeZone)
      const what = translate(text(`message.recovery-waiting.${message.phase}`, { until }))
      return translate(text('message.recovery-waiting.sms', { brand, what, link: message.link }))
    }
    case 'factor-reset': {
      const what = translate(text('message.factor-reset.asked', { until: momentIn(message.until, language, timeZone) }))
      return translate(text('message.recovery-waiting.sms', { brand, what, link: message.link }))
    }
    case 'application':
      return translate(text(`message.application.${message.phase}`, { reference: message.reference }))
    case 'undo': {
      const until = momentIn(message.until, language, timeZone)
      const what = translate(text(`message.notice.${message.notice}`))
      return translate(text('message.undo.sms', { brand, what, until, link: message.link }))
    }
    case 'notice': {
      const what = translate(text(`message.notice.${message.notice}`))
      return message.link
        ? translate(text('message.notice.sms-link', { brand, what, link: message.link }))
        : translate(text('message.notice.sms', { brand, what }))
    }
  }
}

/** A lock wants something of the person even where it was they who asked for it. */
const adviceOf = (notice: NoticeKind): string =>
  notice === 'account-locked' || notice === 'account-locked-by-staff'
    ? 'message.notice.lock-advice'
    : 'message.notice.not-you'

/** Speech for a call: the code twice, slowly; the gateway spells it. */
function spoken(message: Message, language: Language, context: RenderContext): NonNullable<Envelope['say']> {
  const { translate, brand, timeZone } = context
  const words = (id: string, values?: Record<string, string | number>) => ({ words: translate(text(id, values)) })
  const twice = (code: string) => [
    words('message.voice.code'),
    { digits: code },
    { pauseSeconds: 2 },
    words('message.voice.again'),
    { digits: code },
    { pauseSeconds: 1 },
  ]
  switch (message.template) {
    case 'one-time-code':
      return [
        words('message.voice.greeting', { brand }),
        { pauseSeconds: 1 },
        ...twice(message.code),
        words('message.voice.end', { minutes: message.minutes }),
      ]
    case 'access-code':
      throw new Error('access codes are texted, mailed or printed, never read out')
    case 'invitation':
      throw new Error('invitations are mailed')
    case 'caller-code':
      return [
        words('message.caller-code.voice', { brand }),
        { pauseSeconds: 1 },
        ...twice(message.code),
        words('message.caller-code.lasts', { minutes: message.minutes }),
      ]
    case 'recovery':
      return [
        words('message.recovery.voice', { brand }),
        { pauseSeconds: 1 },
        ...twice(message.code),
        words('message.voice.end', { minutes: message.codeMinutes }),
      ]
    case 'recovery-unknown':
      return [words('message.voice.notice-greeting', { brand }), words('message.recovery-unknown.lead')]
    case 'test':
      return [
        words('message.voice.notice-greeting', { brand }),
        words('message.test.lead'),
        words('message.voice.notice-end'),
      ]
    case 'recovery-waiting':
      return [
        words('message.voice.notice-greeting', { brand }),
        words(`message.recovery-waiting.${message.phase}`, { until: momentIn(message.until, language, timeZone) }),
        words('message.notice.not-you'),
        words('message.voice.notice-end'),
      ]
    case 'factor-reset':
      return [
        words('message.voice.notice-greeting', { brand }),
        words('message.factor-reset.asked', { until: momentIn(message.until, language, timeZone) }),
        words('message.notice.not-you'),
        words('message.voice.notice-end'),
      ]
    case 'application':
      throw new Error('what is told to an applicant is mailed')
    case 'undo':
      return [
        words('message.voice.notice-greeting', { brand }),
        words(`message.notice.${message.notice}`),
        { pauseSeconds: 1 },
        words('message.notice.not-you'),
        words('message.voice.notice-end'),
      ]
    case 'notice':
      return [
        words('message.voice.notice-greeting', { brand }),
        words(`message.notice.${message.notice}`),
        { pauseSeconds: 1 },
        words(adviceOf(message.notice)),
        words('message.voice.notice-end'),
      ]
  }
}

function mailOf(message: Message, language: Language, context: RenderContext): Mail {
  const { translate, brand, timeZone } = context
  const words = (id: string, values?: Record<string, string | number>) => translate(text(id, values))
  const base = { language, brand, ...(context.accent && { accent: context.accent }) }
  switch (message.template) {
    case 'one-time-code':
      return {
        ...base,
        subject: words('message.code.subject', { brand }),
        heading: words('message.code.heading'),
        lead: words('message.code.lead'),
        code: message.code,
        paragraphs: [words('message.code.lasts', { minutes: message.minutes })],
        ...(message.link && {
          link: {
            lead: words('message.code.link-lead'),
            label: words('message.code.link'),
            href: message.link,
          },
        }),
        footer: words('message.code.ignore'),
      }
    case 'access-code':
      return {
        ...base,
        subject: words('message.access-code.subject', { brand }),
        heading: words('message.access-code.heading'),
        lead: words('message.access-code.lead'),
        code: message.code,
        paragraphs: [words('message.access-code.lasts', { date: dateIn(message.expiresAt, language, timeZone) })],
        link: { label: words('message.access-code.link'), href: message.link },
        footer: words('message.access-code.ignore'),
      }
    case 'invitation':
      return {
        ...base,
        subject: words(`message.invitation.${message.why}-subject`, { brand }),
        heading: words(`message.invitation.${message.why}-heading`),
        lead: words(`message.invitation.${message.why}`),
        paragraphs: [words('message.invitation.lasts', { date: dateIn(message.expiresAt, language, timeZone) })],
        link: { label: words('message.invitation.link'), href: message.link },
        footer: words('message.invitation.ignore'),
      }
    case 'caller-code':
      return {
        ...base,
        subject: words('message.code.subject', { brand }),
        heading: words('message.caller-code.heading'),
        lead: words('message.caller-code.lead'),
        code: message.code,
        paragraphs: [words('message.caller-code.lasts', { minutes: message.minutes })],
        footer: words('message.caller-code.ignore'),
      }
    case 'recovery':
      return {
        ...base,
        subject: words('message.recovery.subject', { brand }),
        heading: words('message.recovery.heading'),
        lead: words('message.recovery.lead', { username: message.username }),
        code: message.code,
        paragraphs: [words('message.recovery.lasts', { codeMinutes: message.codeMinutes })],
        link: {
          lead: words('message.recovery.link-lead', { minutes: message.minutes }),
          label: words('message.recovery.link'),
          href: message.link,
        },
        footer: words('message.recovery.ignore'),
      }
    case 'recovery-unknown':
      return {
        ...base,
        subject: words('message.recovery-unknown.subject', { brand }),
        heading: words('message.recovery-unknown.heading'),
        lead: words('message.recovery-unknown.lead'),
        paragraphs: [words('message.recovery-unknown.advice')],
        footer: words('message.recovery-unknown.ignore'),
      }
    case 'test':
      return {
        ...base,
        subject: words('message.test.subject', { brand }),
        heading: words('message.test.heading'),
        lead: words('message.test.lead'),
        paragraphs: [],
        footer: words('message.test.ignore'),
      }
    case 'recovery-waiting':
      return {
        ...base,
        subject: words('message.notice.subject', { brand }),
        heading: words('message.recovery-waiting.heading'),
        lead: words(`message.recovery-waiting.${message.phase}`, {
          until: momentIn(message.until, language, timeZone),
        }),
        paragraphs: [],
        link: {
          lead: words('message.recovery-waiting.link-lead'),
          label: words('message.recovery-waiting.link'),
          href: message.link,
        },
        footer: words('message.recovery-waiting.ignore'),
      }
    case 'factor-reset':
      return {
        ...base,
        subject: words('message.notice.subject', { brand }),
        heading: words('message.factor-reset.heading'),
        lead: words('message.factor-reset.asked', { until: momentIn(message.until, language, timeZone) }),
        paragraphs: [],
        link: {
          lead: words('message.recovery-waiting.link-lead'),
          label: words('message.recovery-waiting.link'),
          href: message.link,
        },
        footer: words('message.recovery-waiting.ignore'),
      }
    case 'application':
      return {
        ...base,
        subject: words('message.application.subject', { brand }),
        heading: words(`message.application.${message.phase}-heading`),
        lead: words(`message.application.${message.phase}`, { reference: message.reference }),
        paragraphs: message.phase === 'answered' ? [words('message.application.look')] : [],
        ...(message.phase !== 'answered' && {
          link: { label: words(`message.application.${message.phase}-link`), href: message.link },
        }),
        footer: words('message.application.ignore'),
      }
    case 'undo':
      return {
        ...base,
        subject: words('message.notice.subject', { brand }),
        heading: words(`message.notice.${message.notice}`),
        lead: words('message.undo.lead', { until: momentIn(message.until, language, timeZone) }),
        paragraphs: [],
        link: { lead: words('message.undo.link-lead'), label: words('message.undo.link'), href: message.link },
        footer: words('message.undo.ignore'),
      }
    case 'notice':
      return {
        ...base,
        subject: words('message.notice.subject', { brand }),
        heading: words(`message.notice.${message.notice}`),
        lead: words('message.notice.when', { when: momentIn(message.at, language, timeZone) }),
        paragraphs: [],
        ...(message.link && { link: { label: words('message.notice.link'), href: message.link } }),
        footer: words(adviceOf(message.notice)),
      }
  }
}

/** The text part: the same words, for readers without HTML and for mail scanners. */
function plainText(mail: Mail): string {
  return [
    mail.heading,
    mail.lead,
    mail.code,
    ...mail.paragraphs,
    mail.link && [mail.link.lead ?? mail.link.label, mail.link.href].join('\n'),
    mail.footer,
  ]
    .filter(part => part !== undefined)
    .join('\n\n')
    .concat('\n')
}
