import type { Envelope } from '../contract.ts'

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' }
/** XML escaping of text content and attributes, for the two small documents made here. */
export const escapeXml = (value: string): string => value.replace(/[&<>"']/g, character => escapes[character] ?? '')

/** Digits one by one with a rest after each: people write them down while they listen. */
export const slowDigits = (digits: string): string =>
  `<prosody rate="slow">${[...digits]
    .map(digit => `<say-as interpret-as="characters">${escapeXml(digit)}</say-as><break time="700ms"/>`)
    .join('')}</prosody>`

export const voiceLanguage = (envelope: Envelope): string => (envelope.language === 'es' ? 'es-US' : 'en-US')

/** What is said, part by part; a call without marked speech reads its text. */
export const speechOf = (envelope: Envelope): NonNullable<Envelope['say']> => envelope.say ?? [{ words: envelope.text }]
