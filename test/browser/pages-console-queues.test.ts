/** The console's queues and records: in every look and both languages; and one decision with a keyboard and no script. */
import { expect, test } from '@jest/globals'
import { recordAudit } from '../../src/operations/audit.ts'
import { sealAudit } from '../../src/operations/audit-seal.ts'
import { countMessages } from '../../src/operations/event-counts.ts'
import { newId } from '../../src/platform/index.ts'
import type { Clinic } from '../driver/clinic.ts'
import { patient } from '../driver/patient.ts'
import { importPatient } from '../driver/people.ts'
import { type Cast, castOf } from '../operator/cast.ts'
import { owner, signsIn } from './console-owner.ts'
import { describePages, patience } from './tour.ts'

/** One of the file: it counts the people whom it makes. */
let cast: Cast | undefined

/** Two who wait, with the records that they may be; and a month in which something happened. */
async function seeded({ world }: Clinic, digit: number) {
  const { house } = world.app
  cast ??= castOf({ world } as never)
  const contacts = { phone: `+1312555360${digit}`, email: `of-record-${digit}@example.org` }
  await importPatient(house, { given: 'Ottoline', family: 'Featherstonehaugh', birthDate: '1961-07-19', ...contacts })
  const phone = `+1312555370${digit}`
  const patientId = await importPatient(house, {
    given: 'Henrietta',
    family: 'Wigglesworth',
    birthDate: '1959-11-03',
    phone,
  })
  const found = { application: await cast.application(), prospect: await cast.prospect(), patientId, phone }
  await happened({ world }, 40)
  return found
}

/** Counts as of a clinic that is used: written as the sealer writes them. */
async function happened({ world }: Pick<Clinic, 'world'>, times: number): Promise<void> {
  const { house } = world.app
  const event = (type: string, outcome: 'success' | 'refused', details: object = {}) =>
    recordAudit(house.db, house, {
      type,
      outcome,
      organizationId: 'northside',
      correlationId: newId(),
      details: { ...details },
    })
  for (let count = 0; count < times; count += 1) {
    await event('flow.sign-in.password.advance', 'success')
    if (count % 3) await event('flow.sign-in.confirm.advance', 'success', { completes: true })
    if (count % 3) await event('account.signed-in', 'success')
    if (count % 4 === 0) await event('flow.sign-in.password.retry', 'refused', { problem: 'sign-in-failed' })
    if (count % 9 === 0) await event('flow.sign-in.confirm.retry', 'refused', { problem: 'code-wrong' })
  }
  await sealAudit(house)
  await countMessages(house)
}

describePages('queues and records of the console', ({ clinic, looksAt, language }) => {
  const digit = language === 'en' ? 1 : 2
  test(
    'applications, people without a record, audit, messages, charts',
    async () => {
      const { world } = clinic()
      const who = await owner(clinic(), `clerk-${language}`, `+1312555350${digit}`)
      const { application, prospect, patientId } = await seeded(clinic(), digit)
      const person = await patient(clinic()).opens(`${world.issuer}/console/applications`, { language })
      const { page } = person
      await signsIn(person, clinic(), who)
      await page.locator('input[name=chosen][value=northside]').check()
      await person.presses(person.button('console.organization.choose'))
      await person.sees('console.applications')
      await looksAt(person, 'console-applications')
      await person.goes(`${world.issuer}/console/applications/${application}`)
      await looksAt(person, 'console-application')
      await person.presses(person.button('console.application.approve.submit'))
      await person.isTold('console.candidate.wanted')
      await person.goes(`${world.issuer}/console/prospects`)
      await looksAt(person, 'console-prospects')
      await person.goes(`${world.issuer}/console/prospects/${prospect}`)
      await looksAt(person, 'console-prospect')
      await person.goes(`${world.issuer}/console/prospects/${prospect}/records/${patientId}`)
      await looksAt(person, 'console-prospect-record')
      await person.goes(`${world.issuer}/console/audit`)
      await looksAt(person, 'console-audit')
      await person.presses(page.locator('main tbody a').first())
      await looksAt(person, 'console-audit-event')
      await person.goes(`${world.issuer}/console/audit/verify`)
      await person.presses(person.button('console.audit.verify.submit'))
      await looksAt(person, 'console-audit-verified')
      await person.goes(`${world.issuer}/console/messages`)
      await looksAt(person, 'console-messages')
      await person.goes(`${world.issuer}/console?flow=sign-in&days=7`)
      await looksAt(person, 'console-charts')
      await person.leaves()
    },
    patience,
  )

  // one language is enough for hands
  if (language !== 'en') return
  test(
    'somebody is connected to a record and an application approved, with a keyboard, without a script, at 320 px by night',
    async () => {
      const { world } = clinic()
      const who = await owner(clinic(), 'clerk-keys', '+13125553503')
      const { application, prospect, patientId, phone } = await seeded(clinic(), 3)
      const person = await patient(clinic()).opens(`${world.issuer}/console/prospects/${prospect}`, {
        javascript: false,
        width: 320,
        colorScheme: 'dark',
      })
      const { page } = person
      const { keyboard } = page
      const types = async (label: string, words: string) => {
        await person.tabsTo(person.field(label))
        await keyboard.type(words)
      }
      const sends = async (button: string) => {
        await person.tabsTo(person.button(button))
        await person.entersKey()
      }
      const marks = async (name: string, value: string) => {
        const radio = page.locator(`input[name=${name}][value="${value}"]`)
        // a group is one stop of Tab; an arrow goes on within it
        await person.tabsTo(page.locator(`input[name=${name}]`).first())
        await keyboard.press('Space')
        while (!(await radio.isChecked())) await keyboard.press('ArrowDown')
      }
      await signsIn(person, clinic(), who)
      await marks('chosen', 'northside')
      await sends('console.organization.choose')
      await marks('patient', patientId)
      await sends('console.prospect.choose.submit')
      await marks('channel', 'phone')
      await person.tabsTo(page.locator('textarea[name=reason]').first())
      await keyboard.type('they called us')
      await sends('console.prospect.send-code')
      await types('console.prospect.code.label', await world.inbox.latestCode(phone))
      await sends('console.prospect.code.submit')
      await types('console.field.reason', 'the code was right')
      await sends('console.prospect.tie.submit')
      await person.isNotified('console.notice.prospect-tied')

      await person.goes(`${world.issuer}/console/applications/${application}`)
      await sends('console.application.approve.submit')
      // the focus is on what is wrong, and from there on the way to the field
      expect(await page.evaluate(() => document.activeElement?.className)).toBe('trouble')
      await person.tabsTo(page.locator('.trouble a').first())
      await keyboard.press('Enter')
      await keyboard.press('Space')
      await person.tabsTo(page.locator('textarea[name=reason]').first())
      await keyboard.type('the details agree')
      await sends('console.application.approve.submit')
      await person.isNotified('console.notice.application-code-sent')
      await person.leaves()
    },
    patience,
  )
})
