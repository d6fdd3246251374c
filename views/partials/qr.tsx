import { encode } from 'uqr'

/** A QR code (ISO/IEC 18004) as one path; drawn here, so nothing is inserted unescaped. */
export function QrCode({ value, label }: { value: string; label: string }) {
  const { data, size } = encode(value, { ecc: 'M', border: 4 })
  const runs: string[] = []
  data.forEach((row, y) => {
    for (let x = 0; x < size; x++) {
      const start = x
      while (x < size && row[x]) x++
      if (x > start) runs.push(`M${start} ${y}h${x - start}v1h-${x - start}z`)
    }
  })
  return (
    <svg class="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label} shape-rendering="crispEdges">
      <path d={runs.join('')} />
    </svg>
  )
}
