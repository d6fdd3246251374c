import { expect, test } from '@jest/globals'
import { maskedNetwork, networkOf } from '../../src/core/networks.ts'
import { blockOf } from '../../src/core/phones.ts'

test.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:0db8:0001:0002::9', '2001:db8:1:2::/64'],
  ['2001:DB8:1::5', '2001:db8:1:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
])('%s belongs to %s', (address, network) => {
  expect(networkOf(address)).toBe(network)
})

test.each([
  ['+14155550123', '+1 415'],
  ['+34612345678', '+34 612'],
  ['+441234567890', '+44 123'],
  ['+10000000000', '+1 000'],
])('the number %s belongs to the block %s', (number, block) => {
  expect(blockOf(number)).toBe(block)
})

test.each([
  ['203.0.113.7', '203.0.113.x'],
  ['::ffff:192.0.2.1', '192.0.2.x'],
  ['2001:db8:85a3:1::7', '2001:db8:85a3:x'],
  ['somewhere', ''],
])('of %s a page shows %s', (address, shown) => {
  expect(maskedNetwork(address)).toBe(shown)
})
