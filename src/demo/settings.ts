import { join } from 'node:path'
import { projectRoot } from '../platform/index.ts'
import { loadSettings, type Settings, settingsErrorText } from '../settings/index.ts'
import type { Places } from './places.ts'

/** The settings of a developer's machine, moved to this demo's ports and database. */
export function demoSettings({ ports, urls }: Places, databaseUrl: string): Settings {
  const settings = loadSettings({
    files: [join(projectRoot, 'config/development.yaml')],
    env: {
      DATABASE_URL: databaseUrl,
      VESTIBULE_ISSUER: urls.issuer,
      VESTIBULE_LISTEN_PORT: String(ports.vestibule),
      VESTIBULE_LISTEN_OPERATIONS_PORT: String(ports.operations),
      VESTIBULE_DELIVERY_EMAIL_SMTP_URL: `smtp://localhost:${ports.smtp}`,
      VESTIBULE_DELIVERY_INBOX_URL: urls.inbox,
      ...(process.env.VESTIBULE_LOG_LEVEL ? { VESTIBULE_LOG_LEVEL: process.env.VESTIBULE_LOG_LEVEL } : {}),
    },
  })
  if (Array.isArray(settings)) throw new Error(settingsErrorText(settings))
  return settings
}
