import { expect, test } from '@jest/globals'
import { pictureFile } from '../driver/album.ts'
import { appCode, enrolApp, enrolQuestion, enrolRecoveryCodes } from '../driver/enrolled.ts'
import { linkToSelf } from '../driver/links.ts'
import type { Person } from '../driver/patient.ts'
import { importPatient } from '../driver/people.ts'
import { registered } from '../driver/residents.ts'
import { describePages, patience } from './tour.ts'

const aal2 = { acr_values: 'urn:vestibule:aal2' }
const confirmed = { acr_values: 'urn:vestibule:aal1:confirmed' }
const answer = 'A lighthouse keeper'

describePages('pages of the ways to confirm', ({ clinic, language, looksAt, opens }) => {
  /** Signed in with a password: at the account page. */
  async function atAccount(over: Parameters<typeof registered>[1]) {
    const { world } = clinic()
    const one = await registered(clinic(), over)
    const person = await opens(`${world.issuer}/account`)
    await person.signsIn(one.username, one.password)
    const goes = (path: string) => person.goes(`${world.issuer}/account${path}`)
    return { ...one, person, goes, house: world.app.house }
  }
  const choosesAnother = async (person: Person, factor: string) => {
    await person.presses(person.button('verify.another-way'))
    await person.page.locator(`input[name=factor][value^="${factor}"]`).check()
    await person.presses(person.button('verify.continue'))
  }

  test(
    'adding, naming and taking away',
    async () => {
      const { id, person, goes, house, phone } = await atAccount({ factors: [], email: 'tour@example.org' })
      await goes('/authenticator')
      await looksAt(person, 'authenticator')
      await person.presses(person.button('authenticator.about.submit'))
      await person.sees('authenticator.confirm.title')
      await looksAt(person, 'authenticator-connect')
      await person.field('authenticator.confirm.code').fill('12 34')
      await person.presses(person.button('authenticator.confirm.submit'))
      await person.isTold('problem.totp-format')
      await looksAt(person, 'authenticator-connect-error')

      await goes('/security-question')
      await looksAt(person, 'security-question')
      await person.field('question.question').selectOption('dream-job')
      await person.field('question.answer').fill('a')
      await person.presses(person.button('question.submit'))
      await person.isTold('problem.answer-short')
      expect(await person.field('question.question').inputValue()).toBe('dream-job')
      await looksAt(person, 'security-question-error')
      const birthDate = '1984-03-27'
      await linkToSelf(house, id, await importPatient(house, { given: 'Ottilie', family: 'Fernsby', birthDate, phone }))
      await person.field('question.answer').fill(answer)
      await person.presses(person.button('question.submit'))
      await looksAt(person, 'security-question-number')

      await goes('/recovery-codes')
      await looksAt(person, 'recovery-codes-about')
      await person.presses(person.button('recovery-codes.about.submit'))
      await person.sees('recovery-codes.title')
      await looksAt(person, 'recovery-codes')
      const paper = await person.page.pdf({ format: 'Letter', path: pictureFile(`recovery-codes-${language}.pdf`) })
      expect(paper.toString('latin1').match(/\/Type\s*\/Page\b/g)).toHaveLength(1)
      await person.presses(person.button('recovery-codes.submit'))
      await looksAt(person, 'account-changed')
      await goes('/recovery-codes')
      await looksAt(person, 'recovery-codes-again')

      await enrolApp(house, id, 'Kitchen tablet')
      await goes('/factors/remove')
      await person.sees('factor.totp.title')
      await looksAt(person, 'change-confirm')
      await person.leaves()
    },
    patience,
  )

  test(
    'lists of what there is',
    async () => {
      const { id, person, goes, house, phone } = await atAccount({ population: 'provider' })
      await person.confirms(await clinic().world.inbox.latestCode(phone))
      await goes('/factors/rename')
      await looksAt(person, 'rename-factor-nothing')
      await goes('/factors/remove')
      await looksAt(person, 'remove-factor')
      await person.page.locator('input[name=factor]').first().check()
      await person.presses(person.button('remove-factor.continue'))
      await person.isTold('problem.last-second-factor')
      await looksAt(person, 'remove-factor-last')
      await enrolApp(house, id, 'Kitchen tablet')
      await goes('/factors/remove')
      await person.page.getByLabel(/Kitchen tablet/).check()
      await person.presses(person.button('remove-factor.continue'))
      await person.sees('remove-factor.confirm.title')
      await looksAt(person, 'remove-factor-confirm')
      await goes('/factors/rename')
      await looksAt(person, 'rename-factor')
      await person.presses(person.button('rename-factor.submit'))
      await person.isTold('problem.way-name-missing')
      await looksAt(person, 'rename-factor-error')
      await person.leaves()
    },
    patience,
  )

  test(
    'asked for by a portal',
    async () => {
      const { portal } = clinic()
      const { id, person, house } = await atAccount({ factors: [], email: 'asked@example.org' })
      const secret = await enrolApp(house, id)
      await enrolQuestion(house, id, answer)
      await enrolRecoveryCodes(house, id)
      await person.goes(portal.login(aal2))
      await person.sees('factor.totp.title')
      await looksAt(person, 'confirm-app')
      await person.confirms(`${(Number(appCode(secret)[0]) + 1) % 10}${appCode(secret).slice(1)}`)
      await person.isTold('problem.totp-wrong')
      await looksAt(person, 'confirm-app-error')

      await person.goes(portal.login(confirmed))
      await person.presses(person.button('verify.another-way'))
      await looksAt(person, 'choose-way')
      await person.presses(person.button('verify.continue'))
      await person.isTold('problem.choose-one')
      await looksAt(person, 'choose-way-error')
      await person.page.locator('input[value=security-question]').check()
      await person.presses(person.button('verify.continue'))
      await person.sees('factor.security-question.title')
      await looksAt(person, 'confirm-question')
      for (let tries = 0; tries < 4; tries += 1) {
        await person.field('question.dream-job').fill('An astronaut')
        await person.presses(person.button('verify.continue'))
      }
      await person.isTold('problem.answer-paused')
      await looksAt(person, 'confirm-question-paused')
      await choosesAnother(person, 'recovery-code')
      await person.sees('factor.recovery-code.title')
      await looksAt(person, 'confirm-recovery-code')
      await person.confirms('1234')
      await person.isTold('problem.recovery-code-format')
      await looksAt(person, 'confirm-recovery-code-error')
      await person.leaves()
    },
    patience,
  )
})
