import { expect, test } from '@jest/globals'
import { historyActor, historyKindOf, historyTexts } from '../../src/core/history.ts'
import { languages } from '../../src/core/index.ts'
import { texts } from '../../src/flows/not-me/texts.ts'

const account = '01890000-0000-7000-8000-000000000001'

test.each([
  ['account.signed-in', account, 'person'],
  ['flow.sign-in.password.retry', null, 'person'],
  ['recovery.link-sent', 'system:recovery', 'service'],
  ['account.locked', 'operator:7', 'staff'],
  ['help-desk.looked-up', 'system:cli', 'staff'],
])('%s by %s was done by: %s', (type, actor, expected) => {
  expect(historyActor({ type, actor }, account)).toBe(expected)
})

test.each(['account.erased', 'account.imported', 'account.passkey-copied', 'help-desk.unlocked'])(
  '%s is told, and nobody is asked whether it was them',
  type => {
    expect(historyKindOf(type).text).not.toBe('history.change')
    expect(historyKindOf(type).mayDeny).toBe(false)
  },
)

test('every event has words in every language; a new kind of change is told as one', () => {
  const words: Readonly<Record<string, Readonly<Record<string, string>>>> = texts
  for (const id of historyTexts)
    for (const language of languages) expect([id, words[id]?.[language]]).not.toContain(undefined)
  expect(historyKindOf('account.something-new')).toEqual({ text: 'history.change', mayDeny: true })
})
