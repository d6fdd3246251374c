import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { ageOn, isRealDate, isTimeZone, localDate, parseBirthDate, workingDaysAfter } from '../../src/core/dates.ts'

const today = '2026-11-21'

describe('birth dates', () => {
  test.each([
    [{ day: '3', month: '2', year: '1980' }, { date: '1980-02-03' }],
    [{ day: ' 03 ', month: '02', year: '1980' }, { date: '1980-02-03' }],
    [{ day: '29', month: '2', year: '2024' }, { date: '2024-02-29' }],
    [{ day: '21', month: '11', year: '2026' }, { date: '2026-11-21' }],
    [
      { day: '22', month: '11', year: '2026' },
      { problem: 'birth-date-future', part: 'year' },
    ],
    [
      { day: '29', month: '2', year: '2023' },
      { problem: 'birth-date-not-real', part: 'day' },
    ],
    [
      { day: '1', month: '13', year: '1980' },
      { problem: 'birth-date-not-real', part: 'month' },
    ],
    [
      { day: '1', month: 'x', year: '1980' },
      { problem: 'birth-date-not-real', part: 'month' },
    ],
    [
      { day: '1', month: '1', year: '80' },
      { problem: 'birth-date-year', part: 'year' },
    ],
    [
      { day: '1', month: '1', year: '0000' },
      { problem: 'birth-date-not-real', part: 'day' },
    ],
    [
      { day: '', month: '1', year: '1980' },
      { problem: 'birth-date-missing', part: 'day' },
    ],
    [{}, { problem: 'birth-date-missing', part: 'month' }],
  ])('%j', (parts, result) => {
    expect(parseBirthDate(parts, today)).toEqual(result)
  })

  test('every calendar date that is past comes back as itself', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('0101-01-01'), max: new Date('2026-11-20'), noInvalidDate: true }),
        fc.boolean(),
        (date, padded) => {
          const iso = date.toISOString().slice(0, 10)
          const [year, month, day] = iso.split('-') as [string, string, string]
          const parts = padded ? { year, month, day } : { year, month: String(Number(month)), day: String(Number(day)) }
          expect(isRealDate(iso)).toBe(true)
          expect(parseBirthDate(parts, today)).toEqual({ date: iso })
        },
      ),
    )
  })
})

describe('ages', () => {
  test('the birthday comes with the calendar of the organisation', () => {
    const justAfterMidnightUtc = new Date('2026-11-21T03:00:00Z')
    expect(localDate(justAfterMidnightUtc, 'UTC')).toBe('2026-11-21')
    expect(localDate(justAfterMidnightUtc, 'America/New_York')).toBe('2026-11-20')
    expect(ageOn('2013-11-21', justAfterMidnightUtc, 'UTC')).toBe(13)
    expect(ageOn('2013-11-21', justAfterMidnightUtc, 'America/New_York')).toBe(12)
  })
  test('born on 29 February', () => {
    expect(ageOn('2008-02-29', new Date('2026-02-28T12:00:00Z'), 'UTC')).toBe(17)
    expect(ageOn('2008-02-29', new Date('2026-03-01T12:00:00Z'), 'UTC')).toBe(18)
  })
  test('working days are those of the time zone', () => {
    const fiveDaysOn = (iso: string, zone: string) => workingDaysAfter(new Date(iso), 5, zone).toISOString()
    // a Monday noon
    expect(fiveDaysOn('2026-11-23T12:00:00Z', 'UTC')).toBe('2026-11-30T12:00:00.000Z')
    // a Saturday: Monday is the first
    expect(fiveDaysOn('2026-11-21T12:00:00Z', 'UTC')).toBe('2026-11-27T12:00:00.000Z')
    // Saturday already in UTC, Friday evening in New York: Monday evening is the first
    expect(fiveDaysOn('2026-11-21T03:00:00Z', 'UTC')).toBe('2026-11-27T03:00:00.000Z')
    expect(fiveDaysOn('2026-11-21T03:00:00Z', 'America/New_York')).toBe('2026-11-28T03:00:00.000Z')
  })
  test('time zones', () => {
    expect(isTimeZone('America/New_York')).toBe(true)
    expect(isTimeZone('Mars/Olympus')).toBe(false)
  })
})
