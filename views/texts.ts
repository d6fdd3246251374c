import type { Texts } from '../src/core/index.ts'
import { errorTexts } from './error-texts.ts'
import { letterTexts } from './letter-texts.ts'

/** Words of the frame around every page; what a page itself says stands in its flow's or step's folder. */
export const viewTexts: Texts = {
  ...errorTexts,
  ...letterTexts,

  'view.api.title': { en: 'Operator API', es: 'API de operadores' },
  'view.api.lead': {
    en: 'What programs and operators may ask of this installation. Access tokens name the resource urn:vestibule:admin.',
    es: 'Lo que los programas y los operadores pueden pedir a esta instalación. Los tokens de acceso nombran el recurso urn:vestibule:admin.',
  },
  'view.api.document': { en: 'The same as OpenAPI 3.1', es: 'Lo mismo como OpenAPI 3.1' },
  'view.api.about': { en: 'About', es: 'Explicación' },
  'view.api.scope': { en: 'Scope (roles)', es: 'Alcance (funciones)' },
  'view.api.example': { en: 'Example', es: 'Ejemplo' },
  'view.api.problems': { en: 'Problems with status {status}', es: 'Problemas con el estado {status}' },

  'view.console.name': { en: 'Operator console', es: 'Consola de operadores' },
  'view.console.places': { en: 'Menu', es: 'Menú' },
  'view.console.trail': { en: 'Where this page is', es: 'Dónde está esta página' },
  'view.console.works-for': {
    en: '{name}: choose another organization',
    es: '{name}: elegir otra organización',
  },
  'view.console.sign-out': { en: 'Sign out', es: 'Cerrar sesión' },
  'view.console.next': { en: 'Next page', es: 'Página siguiente' },
  'view.console.print': { en: 'Print', es: 'Imprimir' },
  'view.console.as-table': { en: 'The numbers as a table', es: 'Los números en una tabla' },
  'view.console.stands-now': { en: 'It stands now:', es: 'Ahora está así:' },

  'view.title': { en: '{page} — {organization}', es: '{page} — {organization}' },
  'view.title.error': { en: 'Error: {page} — {organization}', es: 'Error: {page} — {organization}' },
  'view.skip': { en: 'Skip to the main part', es: 'Saltar a la parte principal' },
  'view.going': { en: 'You are going to: <b>{place}</b>', es: 'Usted va a: <b>{place}</b>' },
  'view.progress': { en: 'Step {step} of {of}', es: 'Paso {step} de {of}' },
  'view.or': { en: 'or', es: 'o' },
  'view.recommended': { en: 'Recommended', es: 'Recomendado' },
  'view.optional': { en: '(you can leave this empty)', es: '(puede dejarlo vacío)' },
  'view.choose': { en: 'Choose one', es: 'Elija una opción' },
  'view.new-tab': { en: '(opens in a new tab)', es: '(se abre en otra pestaña)' },

  'view.passkey.stopped': {
    en: 'Your device stopped, or no passkey was chosen. You can try again.',
    es: 'Su aparato se detuvo o no se eligió ninguna llave de acceso. Puede intentarlo otra vez.',
  },
  'view.passkey.not-made': {
    en: 'Your device stopped, and no passkey was made. You can try again.',
    es: 'Su aparato se detuvo y no se creó ninguna llave de acceso. Puede intentarlo otra vez.',
  },
  'view.passkey.known': {
    en: 'This device has a passkey for your account already.',
    es: 'Este aparato ya tiene una llave de acceso para su cuenta.',
  },
  'view.passkey.failed': {
    en: 'That did not work. Check your connection and try again.',
    es: 'No funcionó. Revise su conexión e inténtelo otra vez.',
  },
  'view.passkey.unable': {
    en: 'This browser cannot use passkeys. Use another way, or a newer browser.',
    es: 'Este navegador no puede usar llaves de acceso. Use otra forma o un navegador más reciente.',
  },
  'view.passkey.no-script': {
    en: 'Passkeys need JavaScript, which is turned off in this browser. Turn it on, or use another way.',
    es: 'Las llaves de acceso necesitan JavaScript, que está apagado en este navegador. Enciéndalo o use otra forma.',
  },

  'view.password.show': { en: 'Show', es: 'Mostrar' },
  'view.password.show.label': { en: 'Show password', es: 'Mostrar la contraseña' },
  'view.password.hide': { en: 'Hide', es: 'Ocultar' },
  'view.password.hide.label': { en: 'Hide password', es: 'Ocultar la contraseña' },
  'view.password.short': {
    en: '{count, plural, one {# more character} other {# more characters}}',
    es: '{count, plural, one {Falta # carácter} other {Faltan # caracteres}}',
  },
  'view.password.long': { en: 'Long enough', es: 'Ya es suficientemente larga' },

  'view.date.month': { en: 'Month', es: 'Mes' },
  'view.date.day': { en: 'Day', es: 'Día' },
  'view.date.year': { en: 'Year', es: 'Año' },

  'view.available-in': {
    en: 'You can ask for this in {seconds, plural, one {# second} other {# seconds}}.',
    es: 'Podrá pedirlo en {seconds, plural, one {# segundo} other {# segundos}}.',
  },
  'view.timeout.heading': { en: 'Do you need more time?', es: '¿Necesita más tiempo?' },
  'view.timeout.body': {
    en: 'To keep your information safe, this page closes in {minutes, plural, one {# minute} other {# minutes}}.',
    es: 'Para proteger su información, esta página se cerrará en {minutes, plural, one {# minuto} other {# minutos}}.',
  },
  'view.timeout.more': { en: 'I need more time', es: 'Necesito más tiempo' },

  'view.help': { en: 'Help: {phone}', es: 'Ayuda: {phone}' },
  'view.help.label': { en: 'Help:', es: 'Ayuda:' },
  'view.privacy': { en: 'Privacy', es: 'Privacidad' },
  'view.terms': { en: 'Terms', es: 'Términos' },
  'view.protected': { en: 'Protected by Vestibule', es: 'Protegido por Vestibule' },

  'view.stuck.call': { en: 'We can help you by phone', es: 'Podemos ayudarle por teléfono' },
  'view.stuck.phone': { en: 'Call', es: 'Llame al' },
  'view.stuck.no-phone': {
    en: 'Please ask your clinic for help.',
    es: 'Pida ayuda a su clínica.',
  },
  'view.stuck.reference': { en: 'Give this number:', es: 'Dé este número:' },
}
