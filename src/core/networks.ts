/**
 * The provider and region that an address is roughly in, without any list of places: the first half of an IPv4 address,
 * the first quarter of an IPv6 one. A phone that moves about stays within its carrier's few.
 */
export const placeOf = (address: string): string => {
  const network = networkOf(address)
  return network.includes(':')
    ? `${network.split(':').slice(0, 2).join(':')}::/32`
    : `${network.split('.').slice(0, 2).join('.')}/16`
}

/**
 * Whom a budget of one network address belongs to. IPv6 hands every household 2^64 addresses, so all of a /64 are one;
 * an IPv4 address that came as IPv6 (`::ffff:192.0.2.1`) is itself.
 */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)
  if (mapped?.[1]) return mapped[1]
  if (!address.includes(':')) return address
  const [head = '', tail] = (address.toLowerCase().split('%')[0] ?? '').split('::')
  const groups = (part: string | undefined): string[] => (part ? part.split(':') : [])
  const [left, right] = [groups(head), groups(tail)]
  const gap = tail === undefined ? [] : Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => '0')
  const network = [...left, ...gap, ...right].slice(0, 4).map(group => group.replace(/^0+(?=.)/, ''))
  return `${network.join(':')}::/64`
}

/**
 * As much of an address as its owner needs to recognise where they were, and a screen need not show more: the first
 * three numbers of an IPv4 address, the first three groups of an IPv6 one. Empty for what is no address.
 */
export function maskedNetwork(address: string): string {
  const network = networkOf(address)
  if (network.includes(':')) return `${network.split(':').slice(0, 3).join(':')}:x`
  const numbers = network.split('.')
  return numbers.length === 4 ? `${numbers.slice(0, 3).join('.')}.x` : ''
}
