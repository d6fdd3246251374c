import type { Texts } from '../../core/index.ts'

export const texts = {
  'preferences.title': { en: 'Language and notices', es: 'Idioma y avisos' },
  'preferences.language': { en: 'Language', es: 'Idioma' },
  'preferences.language-hint': {
    en: 'For these pages, and for the texts, calls and emails that we send you.',
    es: 'Para estas páginas y para los mensajes, llamadas y correos que le enviamos.',
  },
  'preferences.language.en': { en: 'English', es: 'English (inglés)' },
  'preferences.language.es': { en: 'Español (Spanish)', es: 'Español' },
  'preferences.security': { en: 'Notices about your safety', es: 'Avisos sobre su seguridad' },
  'preferences.security.why': {
    en: 'We always tell you when something about your sign-in changes, or when someone signs in on a new device. These cannot be turned off.',
    es: 'Siempre le avisamos cuando cambia algo en su acceso o cuando alguien entra desde un aparato nuevo. Estos avisos no se pueden apagar.',
  },
  'preferences.save': { en: 'Save', es: 'Guardar' },
  'notice.preferences-saved': { en: 'Saved.', es: 'Se guardó.' },
} satisfies Texts
