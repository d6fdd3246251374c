import { afterAll, afterEach, beforeAll, describe } from '@jest/globals'
import { type Language, languages } from '../../src/core/index.ts'
import { type LookName, takePictures } from '../driver/album.ts'
import { describeInBrowser } from '../driver/browser.ts'
import { type Clinic, openClinic, type PortalSite } from '../driver/clinic.ts'
import { clock } from '../driver/clock.ts'
import { type Person, patient } from '../driver/patient.ts'
import type { WorldOptions } from '../driver/world.ts'

const looksOf: Readonly<Record<Language, readonly LookName[]>> = {
  // forced colours come from the system, not from a page: the gallery shows each kind of page in them
  en: ['light', 'dark', 'phone'],
  es: ['spanish'],
}

/** Many pictures: a busy machine may take its time. */
export const patience = 180_000

export interface Tour {
  readonly language: Language
  clinic(): Clinic
  opens(place: PortalSite | string): Promise<Person>
  /** Looks at the page where the person stands, in every look of this language. */
  looksAt(person: Person, name: string): Promise<void>
}

/**
 * Every page that a person can meet, error states included, as it looks and as axe finds it, in each language.
 * @param options what the clinic has besides
 */
export function describePages(name: string, block: (tour: Tour) => void, options: WorldOptions = {}): void {
  describeInBrowser(name, () => {
    let clinic: Clinic
    beforeAll(async () => {
      clinic = await openClinic(options)
    })
    afterAll(() => clinic?.close())
    afterEach(() => clock.reset())
    describe.each(languages)('%s', language => {
      block({
        language,
        clinic: () => clinic,
        opens: place => patient(clinic).opens(place, { language }),
        looksAt: (person, page) => takePictures(person.page, page, looksOf[language]),
      })
    })
  })
}
