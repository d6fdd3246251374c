import { expect, test } from '@jest/globals'
import { stalePages } from '../../src/cli/docs.ts'

test('the generated pages of docs/ are what the code says', () => {
  expect(stalePages()).toEqual([])
})
