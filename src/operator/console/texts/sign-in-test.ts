import type { Texts } from '../../../core/index.ts'

/** Words of the pages on which a client's sign-in is tried. */
export const signInTestTexts: Texts = {
  'sign-in-test.title': { en: 'Try the sign-in of {name}', es: 'Probar la entrada a {name}' },
  'sign-in-test.lead': {
    en: 'You sign in as people do at this portal: the same pages, the same rules. At the end you see what the portal would get about you.',
    es: 'Usted entra como la gente entra en este portal: las mismas páginas y reglas. Al final ve lo que el portal recibiría sobre usted.',
  },
  'sign-in-test.nothing-kept': {
    en: 'The portal hears nothing of it. What is shown is not kept, and its tokens are good for nothing afterwards. You stay signed in here until you sign out.',
    es: 'El portal no se entera. Lo que se muestra no se guarda y sus tokens no sirven después. Su sesión aquí sigue abierta hasta que salga.',
  },
  'sign-in-test.asks': { en: 'How sure the portal asks to be', es: 'Qué seguridad pide el portal' },
  'sign-in-test.asks.hint': {
    en: 'As by <code>acr_values</code>. What the client is registered with holds in any case.',
    es: 'Como con <code>acr_values</code>. Lo registrado en el cliente vale en todo caso.',
  },
  'sign-in-test.asks.nothing': { en: 'Nothing in particular', es: 'Nada en particular' },
  'sign-in-test.fresh': { en: 'Sign in again', es: 'Entrar otra vez' },
  'sign-in-test.fresh.hint': {
    en: 'Otherwise whoever is signed in in this browser goes straight through.',
    es: 'Si no, quien ya tenga la sesión abierta en este navegador pasa directamente.',
  },
  'sign-in-test.begin': { en: 'Begin', es: 'Empezar' },
  'sign-in-test.again': { en: 'Try again', es: 'Probar otra vez' },
  'sign-in-test.over': { en: 'This link is over', es: 'Este enlace ya terminó' },
  'sign-in-test.over.lead': {
    en: 'A link to try a sign-in lasts ten minutes, and shows what came once. A new one is made on the client’s page in the console.',
    es: 'Un enlace para probar la entrada dura diez minutos y muestra lo recibido una vez. Uno nuevo se crea en la página del cliente, en la consola.',
  },
  'sign-in-test.refused': { en: '{name} would not get anybody', es: '{name} no recibiría a nadie' },
  'sign-in-test.refused.lead': {
    en: 'In place of tokens, the portal would be told this.',
    es: 'En lugar de tokens, el portal recibiría esto.',
  },
  'sign-in-test.shown': { en: 'What {name} would get', es: 'Lo que {name} recibiría' },
  'sign-in-test.shown.lead': {
    en: 'The signature is right, and the tokens have been taken back. This page is shown once.',
    es: 'La firma es correcta y los tokens ya se anularon. Esta página se muestra una sola vez.',
  },
  'sign-in-test.means': { en: 'What it means', es: 'Qué significa' },
  'sign-in-test.acr.urn:vestibule:aal1': {
    en: 'One factor, such as a password',
    es: 'Un factor, como una contraseña',
  },
  'sign-in-test.acr.urn:vestibule:aal1:confirmed': {
    en: 'One factor, and confirmed in the last five minutes',
    es: 'Un factor, y confirmado en los últimos cinco minutos',
  },
  'sign-in-test.acr.urn:vestibule:aal2': {
    en: 'Two factors of different kinds',
    es: 'Dos factores de distinto tipo',
  },
  'sign-in-test.acr.urn:vestibule:aal2:phishing-resistant': {
    en: 'A passkey that checked who holds it',
    es: 'Una llave de acceso que comprobó quién la tiene',
  },
  'sign-in-test.amr.pwd': { en: 'a password', es: 'una contraseña' },
  'sign-in-test.amr.otp': { en: 'a one-time code', es: 'un código de un solo uso' },
  'sign-in-test.amr.sms': { en: 'a code by text', es: 'un código por mensaje' },
  'sign-in-test.amr.tel': { en: 'a code by call', es: 'un código por llamada' },
  'sign-in-test.amr.kba': { en: 'a security question', es: 'una pregunta de seguridad' },
  'sign-in-test.amr.hwk': { en: 'a key in hardware', es: 'una clave en un dispositivo' },
  'sign-in-test.amr.swk': { en: 'a key in software', es: 'una clave en un programa' },
  'sign-in-test.amr.user': { en: 'the device checked its user', es: 'el dispositivo comprobó a su usuario' },
  'sign-in-test.amr.mfa': { en: 'two factors of different kinds', es: 'dos factores de distinto tipo' },
  'sign-in-test.amr.fed': { en: 'a health insurer’s sign-in', es: 'la entrada de una aseguradora' },
  'sign-in-test.pairwise': {
    en: 'This person at <b>{sector}</b>: clients of another sector get another value.',
    es: 'Esta persona en <b>{sector}</b>: los clientes de otro sector reciben otro valor.',
  },
  'sign-in-test.public': {
    en: 'The same for every client that is registered so.',
    es: 'El mismo para todo cliente registrado así.',
  },
  'sign-in-test.aud': {
    en: 'Here the id of this trial alone; the portal’s tokens say <code>{id}</code>.',
    es: 'Aquí, el identificador de esta prueba; los tokens del portal dicen <code>{id}</code>.',
  },
  'sign-in-test.access': {
    en: 'One, good for {minutes} minutes; nothing can be read in it',
    es: 'Uno, válido {minutes} minutos; no se puede leer nada en él',
  },
  'sign-in-test.refresh': { en: 'One', es: 'Uno' },
  'sign-in-test.no-refresh': { en: 'None', es: 'Ninguno' },
  'sign-in-test.header': { en: 'ID token: header', es: 'Token de identidad: cabecera' },
  'sign-in-test.claims': { en: 'ID token: claims', es: 'Token de identidad: datos' },
  'sign-in-test.minimal': {
    en: 'Small on purpose: the rest comes from userinfo.',
    es: 'Es pequeño a propósito: el resto viene de userinfo.',
  },
  'sign-in-test.userinfo': { en: 'Userinfo', es: 'Userinfo' },
}
