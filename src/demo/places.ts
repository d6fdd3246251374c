/** Where everything of one demo is, counted from its port base; CONTRACT fixes the distances. */
export interface Places {
  readonly ports: {
    readonly vestibule: number
    readonly operations: number
    readonly inbox: number
    readonly smtp: number
    readonly postgres: number
    readonly northside: number
    readonly riverbend: number
    readonly app: number
    readonly insurer: number
  }
  readonly urls: {
    readonly issuer: string
    readonly operations: string
    readonly inbox: string
    readonly northside: string
    readonly riverbend: string
    readonly app: string
    readonly insurer: string
  }
}

export function placesFrom(base: number): Places {
  const ports = {
    vestibule: base,
    operations: base + 1,
    inbox: base + 2,
    smtp: base + 3,
    postgres: base + 4,
    northside: base + 10,
    riverbend: base + 11,
    app: base + 12,
    insurer: base + 20,
  }
  const local = (port: number): string => `http://localhost:${port}`
  const urls = {
    issuer: local(ports.vestibule),
    operations: local(ports.operations),
    inbox: local(ports.inbox),
    northside: local(ports.northside),
    riverbend: local(ports.riverbend),
    // another site than localhost for a browser: what is cross-site shows
    app: `http://127.0.0.1:${ports.app}`,
    insurer: `http://127.0.0.1:${ports.insurer}`,
  }
  return { ports, urls }
}

/** The object files are written for port base 3000; another base moves every local address in them. */
export const movePorts = (text: string, base: number): string =>
  text.replace(/\b(localhost|127\.0\.0\.1):30(\d\d)\b/g, (_whole, host, offset) => `${host}:${base + Number(offset)}`)
