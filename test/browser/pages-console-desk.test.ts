/** What the help desk and the front desk meet at the console: in every look, and with a keyboard and no script at all. */
import { expect, test } from '@jest/globals'
import { notes } from '../driver/canaries.ts'
import type { Clinic } from '../driver/clinic.ts'
import { linkToSelf } from '../driver/links.ts'
import { patient } from '../driver/patient.ts'
import { importPatient, seedAccount } from '../driver/people.ts'
import { owner, password, signsIn } from './console-owner.ts'
import { describePages, patience } from './tour.ts'

/** Somebody with an account of the clinic, and somebody without. */
async function people({ world, organization }: Clinic, digit: number, language: string) {
  const { house } = world.app
  const born = { given: 'Wilhelmina', family: 'Quackenbush', birthDate: '1984-03-27', organization }
  const phone = `+1312555370${digit}`
  const username = `desk.${language}.${digit}`
  const accountId = await seedAccount(house, { username, password, phone, factors: ['text-code'], name: born })
  await linkToSelf(house, accountId, await importPatient(house, born), organization)
  const other = { given: 'Millicent', family: 'Abernathy', birthDate: '1971-02-03', organization }
  const contacts = { phone: `+1312555371${digit}`, email: `millicent-${digit}@example.org` }
  return { accountId, phone, patientId: await importPatient(house, { ...other, ...contacts }) }
}

describePages('pages of the desk', ({ clinic, looksAt, language }) => {
  test(
    'a caller, a lost factor, a record, a code to print, an import',
    async () => {
      const { world } = clinic()
      const digit = language === 'en' ? 1 : 2
      const who = await owner(clinic(), `desk-${language}`, `+1312555372${digit}`, [clinic().organization])
      const { accountId, phone, patientId } = await people(clinic(), digit, language)
      const at = (path: string) => `${world.issuer}/console${path}`
      const person = await patient(clinic()).opens(at(`/people/${accountId}`), { language })
      const { page } = person
      const unfolds = (id: string) => page.locator('summary', { hasText: person.say(id) }).click()
      const writes = async (act: string) => {
        await page.locator(`form[action$="/${act}"] textarea`).fill('They called us')
        await person.presses(page.locator(`form[action$="/${act}"] button[type=submit]`))
      }
      await signsIn(person, clinic(), who)
      await page.locator('input[name=contact]').first().check()
      await writes('send-code')
      await looksAt(person, 'console-call')
      await person.field('console.call.code').fill(await world.inbox.latestCode(phone))
      await writes('prove')
      await unfolds('console.help.ask-reset')
      await page.locator('input[name=factor]').first().check()
      await writes('ask-reset')
      await unfolds('console.help.recover')
      await looksAt(person, 'console-call-proven')
      await person.goes(at('/factor-resets'))
      await looksAt(person, 'console-factor-resets')

      await person.goes(at(`/records/${patientId}`))
      await unfolds('console.codes.issue')
      await looksAt(person, 'console-record')
      await writes('issue-code')
      notes('access code', (await page.locator('.letter .value').textContent()) ?? '')
      await looksAt(person, 'console-code-issued')

      await person.goes(at('/records/import'))
      await page.locator('input[type=file]').setInputFiles({
        name: 'patients.csv',
        mimeType: 'text/csv',
        buffer: Buffer.from(
          `source_id,record_number,given_name,family_name,birth_date,sex\nb-${digit},,Theodora,Wetherby,1971-02-30,female\n`,
        ),
      })
      await person.presses(person.button('console.import.submit'))
      await person.sees('console.import.done')
      await looksAt(person, 'console-imported')
      await person.leaves()
    },
    patience,
  )

  // one language is enough for hands
  if (language !== 'en') return
  test(
    'a code is given out and a recovery handed over with a keyboard, without a script, at 320 px by night',
    async () => {
      const { world } = clinic()
      const who = await owner(clinic(), 'desk-keys', '+13125553723', [clinic().organization])
      const { accountId } = await people(clinic(), 3, 'keys')
      const person = await patient(clinic()).opens(`${world.issuer}/console/records`, {
        javascript: false,
        width: 320,
        colorScheme: 'dark',
      })
      const { page } = person
      const { keyboard } = page
      const types = async (field: ReturnType<typeof page.locator>, words: string) => {
        await person.tabsTo(field)
        await keyboard.type(words)
      }
      await signsIn(person, clinic(), who)
      await person.tabsTo(person.field('console.records.by'))
      await keyboard.type('Phone')
      await types(person.field('console.records.value'), '(312) 555-3713')
      await types(person.field('console.field.reason'), 'asked at the desk')
      await person.tabsTo(person.button('console.people.search'))
      await person.entersKey()
      await person.tabsTo(page.getByRole('link', { name: 'Millicent Abernathy' }))
      await person.entersKey()
      await person.tabsTo(page.locator('summary', { hasText: person.say('console.codes.issue') }))
      await keyboard.press('Enter')
      await types(page.locator('form[action$="/issue-code"] textarea'), 'asked at the desk')
      await person.tabsTo(person.button('console.codes.issue.submit'))
      await person.entersKey()
      await person.sees('console.codes.made')
      notes('access code', (await page.locator('.letter .value').textContent()) ?? '')
      // the letter is all that a printer gets
      await page.emulateMedia({ media: 'print' })
      const isPrinted = (selector: string) => page.locator(selector).first().isVisible()
      expect([await isPrinted('.letter .value'), await isPrinted('.letter ol')]).toEqual([true, true])
      for (const selector of ['h1', 'body > header', '.places', '.begins', '.paper h2'])
        expect([selector, await isPrinted(selector)]).toEqual([selector, false])
      await page.emulateMedia({ media: 'screen' })

      await person.goes(`${world.issuer}/console/people/${accountId}`)
      await person.tabsTo(page.locator('summary', { hasText: person.say('console.help.recover') }))
      await keyboard.press('Enter')
      await types(page.locator('form[action$="/recover"] input[name=in_person]'), 'passport')
      await types(page.locator('form[action$="/recover"] textarea'), 'they stand here')
      await person.tabsTo(person.button('console.help.recover.submit'))
      await person.entersKey()
      await person.sees('console.handed')
      notes(
        'recovery link',
        new URL((await page.locator('.letter .address').textContent()) ?? '').pathname.split('/').at(-1),
      )
      await person.leaves()
    },
    patience,
  )
})
